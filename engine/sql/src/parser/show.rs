//! SHOW.

use super::{Failure, Parse, Parser};
use crate::ast::{Name, Show, ShowKind, ShowLike};
use crate::diagnostic::nearest;

/// What Flink can show and this project cannot.
const UNSUPPORTED: [&str; 2] = ["PROCEDURES", "CONNECTIONS"];

impl Parser<'_> {
    pub(super) fn show(&mut self) -> Parse<Show> {
        self.advance();
        if let Some(word) = UNSUPPORTED.iter().find(|word| self.at_word(word)) {
            return Err(self.unsupported(&format!("SHOW {word}")));
        }
        let what = self.show_kind()?;
        let in_databases = matches!(what, ShowKind::Tables | ShowKind::Views | ShowKind::Functions { .. });
        let in_none = matches!(what, ShowKind::Models | ShowKind::MaterializedTables);
        let scoped = in_databases || in_none || matches!(what, ShowKind::Databases | ShowKind::Columns);
        let scope = if scoped { self.show_scope(what == ShowKind::Columns)? } else { None };
        let filtered = scoped || what == ShowKind::Catalogs;
        let ignoring_case = matches!(what, ShowKind::Catalogs | ShowKind::Databases | ShowKind::Functions { .. });
        let like = if filtered { self.show_like(ignoring_case)? } else { None };
        Ok(Show { what, scope, like })
    }

    fn show_kind(&mut self) -> Parse<ShowKind> {
        const PHRASES: [(&[&str], ShowKind); 15] = [
            (&["CATALOGS"], ShowKind::Catalogs),
            (&["DATABASES"], ShowKind::Databases),
            (&["TABLES"], ShowKind::Tables),
            (&["VIEWS"], ShowKind::Views),
            (&["FUNCTIONS"], ShowKind::Functions { user: false }),
            (&["USER", "FUNCTIONS"], ShowKind::Functions { user: true }),
            (&["COLUMNS"], ShowKind::Columns),
            (&["CURRENT", "CATALOG"], ShowKind::CurrentCatalog),
            (&["CURRENT", "DATABASE"], ShowKind::CurrentDatabase),
            (&["JARS"], ShowKind::Jars),
            (&["JOBS"], ShowKind::Jobs),
            (&["MATERIALIZED", "TABLES"], ShowKind::MaterializedTables),
            (&["MODELS"], ShowKind::Models),
            (&["MODULES"], ShowKind::Modules { full: false }),
            (&["FULL", "MODULES"], ShowKind::Modules { full: true }),
        ];
        let phrase = PHRASES.into_iter().find(|(words, _)| self.eat_words(words));
        match phrase {
            Some((_, kind)) => Ok(kind),
            None if self.eat_word("CREATE") => self.show_create(),
            None if self.eat_word("PARTITIONS") => {
                let table = self.name("a table name")?;
                let spec = if self.at_word("PARTITION") { Some(self.partition_spec()?) } else { None };
                Ok(ShowKind::Partitions(table, spec))
            }
            None => Err(self.nothing_to_show()),
        }
    }

    fn nothing_to_show(&self) -> Failure {
        const WORDS: [&str; 8] = ["TABLES", "VIEWS", "DATABASES", "CATALOGS", "COLUMNS", "FUNCTIONS", "CREATE", "CURRENT"];
        let error = self.unexpected("what to show").without_hint();
        match nearest(self.peek().span.text(self.script), WORDS) {
            Some(word) => error.with_hint(format!("did you mean {word}?")),
            None => error.with_hint(format!("one of {}", WORDS.join(", "))),
        }
    }

    fn show_create(&mut self) -> Parse<ShowKind> {
        if self.eat_word("TABLE") {
            return self.name("a table name").map(ShowKind::CreateTable);
        }
        if self.eat_word("VIEW") {
            return self.name("a view name").map(ShowKind::CreateView);
        }
        if self.eat_word("CATALOG") {
            return self.ident("a catalog name").map(ShowKind::CreateCatalog);
        }
        Err(self.unexpected("TABLE, VIEW or CATALOG"))
    }

    /// `FROM name`, `IN name`.
    fn show_scope(&mut self, required: bool) -> Parse<Option<Name>> {
        if self.eat_word("FROM") || self.eat_word("IN") {
            return self.name("a name").map(Some);
        }
        if required { Err(self.unexpected("FROM or IN")) } else { Ok(None) }
    }

    /// `[NOT] LIKE 'pattern'`, or also ILIKE.
    fn show_like(&mut self, or_ilike: bool) -> Parse<Option<ShowLike>> {
        let negated = self.eat_word("NOT");
        let ignores_case = or_ilike && self.eat_word("ILIKE");
        if !negated && !ignores_case && !self.at_word("LIKE") {
            return Ok(None);
        }
        if !ignores_case {
            self.expect_word("LIKE")?;
        }
        Ok(Some(ShowLike { negated, ignores_case, pattern: self.string("a pattern in single quotes")? }))
    }
}
