//! CREATE, DROP and ALTER.

use super::{Failure, Parse, Parser};
use crate::ast::{
    AlterCatalog, AlterCatalogAction, AlterElements, AlterTable, AlterTableAction, Column, ColumnKind, CreateCatalog, CreateDatabase,
    CreateFunction, CreateTable, CreateView, DataType, Distribution, DropObject, Ident, KeyConstraint, LikeOption, LikeTable,
    MergeStrategy, Name, ObjectKind, StatementKind, StringLiteral, TableFeature, Watermark,
};
use crate::lexer::Symbol;
use crate::span::Span;

/// The words between CREATE and what is created.
struct Modifiers {
    or_replace: bool,
    temporary: bool,
    system: bool,
    span: Span,
}

/// What stands between the parentheses of CREATE TABLE.
#[derive(Default)]
struct TableElements {
    columns: Vec<Column>,
    watermark: Option<Watermark>,
    constraints: Vec<KeyConstraint>,
    column_order: Vec<Ident>,
}

impl Parser<'_> {
    pub(super) fn create(&mut self) -> Parse<StatementKind> {
        let modifiers = self.modifiers()?;
        if modifiers.system && !self.at_word("FUNCTION") {
            return Err(self.unexpected("FUNCTION"));
        }
        if self.at_word("MATERIALIZED") || self.at_any_word(&["MODEL", "CONNECTION"]) {
            let what = self.peek().span.text(self.script).to_ascii_uppercase();
            let table = if what == "MATERIALIZED" { " TABLE" } else { "" };
            return Err(self.unsupported(&format!("CREATE {what}{table}")));
        }
        if self.eat_word("TABLE") {
            return self.create_table(modifiers).map(|table| StatementKind::CreateTable(Box::new(table)));
        }
        if self.eat_word("VIEW") {
            return self.create_view(modifiers).map(StatementKind::CreateView);
        }
        if self.eat_word("FUNCTION") {
            return self.create_function(modifiers).map(StatementKind::CreateFunction);
        }
        // As in Flink, OR REPLACE and TEMPORARY mean nothing here.
        if self.eat_word("CATALOG") {
            return self.create_catalog().map(StatementKind::CreateCatalog);
        }
        if modifiers.or_replace || modifiers.temporary {
            return Err(self.unexpected("TABLE, VIEW, CATALOG or FUNCTION"));
        }
        if self.eat_word("DATABASE") {
            return self.create_database().map(StatementKind::CreateDatabase);
        }
        Err(self.unexpected("TABLE, VIEW, DATABASE, CATALOG or FUNCTION"))
    }

    /// `REPLACE TABLE ... AS query`.
    pub(super) fn replace_table(&mut self) -> Parse<StatementKind> {
        let span = self.advance();
        self.expect_word("TABLE")?;
        let table = self.create_table(Modifiers { or_replace: true, temporary: false, system: false, span })?;
        if table.query.is_none() {
            return Err(self.unexpected("AS and a query"));
        }
        Ok(StatementKind::CreateTable(Box::new(CreateTable { must_exist: true, ..table })))
    }

    fn modifiers(&mut self) -> Parse<Modifiers> {
        let start = self.advance().start;
        let or_replace = self.eat_word("OR");
        if or_replace {
            self.expect_word("REPLACE")?;
        }
        let temporary = self.eat_word("TEMPORARY");
        let system = self.eat_word("SYSTEM");
        Ok(Modifiers { or_replace, temporary, system, span: self.span_from(start) })
    }

    fn if_not_exists(&mut self) -> Parse<bool> {
        if !self.at_words(&["IF", "NOT"]) {
            return Ok(false);
        }
        self.expect_words(&["IF", "NOT", "EXISTS"])?;
        Ok(true)
    }

    fn comment(&mut self) -> Parse<Option<StringLiteral>> {
        if self.eat_word("COMMENT") { self.string("a comment in single quotes").map(Some) } else { Ok(None) }
    }

    fn create_table(&mut self, modifiers: Modifiers) -> Parse<CreateTable> {
        let if_not_exists = self.if_not_exists()?;
        if if_not_exists && modifiers.or_replace {
            return Err(Failure::at(modifiers.span, "OR REPLACE and IF NOT EXISTS exclude each other"));
        }
        let name = self.name("a table name")?;
        let elements = if self.at(Symbol::LeftParen) { self.table_elements()? } else { TableElements::default() };
        let comment = self.comment()?;
        let distribution = self.distribution()?;
        let partitioned_by = if self.eat_word("PARTITIONED") { self.partition_columns()? } else { Vec::new() };
        let options = self.with_options()?;
        let like = if self.at_word("LIKE") { Some(self.like_table()?) } else { None };
        let query = if like.is_none() && self.eat_word("AS") { Some(self.query()?) } else { None };
        self.end_of_create_table(query.is_some())?;
        if query.is_none() && !elements.column_order.is_empty() {
            let column = &elements.column_order[0];
            return Err(Failure::at(column.span, format!("the column `{}` has no type", column.text)));
        }
        Ok(CreateTable {
            or_replace: modifiers.or_replace,
            must_exist: false,
            temporary: modifiers.temporary,
            if_not_exists,
            name,
            columns: elements.columns,
            watermark: elements.watermark,
            constraints: elements.constraints,
            column_order: elements.column_order,
            comment,
            distribution,
            partitioned_by,
            options,
            like,
            query,
        })
    }

    /// Clauses in a wrong order are the most likely mistake here.
    fn end_of_create_table(&self, has_query: bool) -> Parse<()> {
        const CLAUSES: [&str; 6] = ["COMMENT", "DISTRIBUTED", "PARTITIONED", "WITH", "LIKE", "AS"];
        if has_query || !self.at_any_word(&CLAUSES) {
            return Ok(());
        }
        let error = self.unexpected("the end of the statement").without_hint();
        Err(error.with_hint("the order is COMMENT, DISTRIBUTED, PARTITIONED BY, WITH, then LIKE or AS"))
    }

    fn table_elements(&mut self) -> Parse<TableElements> {
        let mut elements = TableElements::default();
        self.expect(Symbol::LeftParen)?;
        self.comma_list(|p| p.table_element(&mut elements))?;
        self.close_list(Symbol::RightParen)?;
        if let (Some(untyped), Some(_)) = (elements.column_order.first(), elements.columns.first()) {
            return Err(Failure::at(untyped.span, format!("the column `{}` has no type", untyped.text)));
        }
        Ok(elements)
    }

    fn table_element(&mut self, elements: &mut TableElements) -> Parse<()> {
        if self.at_word("WATERMARK") {
            return self.table_watermark(elements);
        }
        if self.at_any_word(&["CONSTRAINT", "PRIMARY", "UNIQUE"]) {
            elements.constraints.push(self.table_constraint()?);
            return Ok(());
        }
        let name = self.ident("a column name")?;
        if self.at(Symbol::Comma) || self.at(Symbol::RightParen) {
            elements.column_order.push(name);
            return Ok(());
        }
        let column = self.column(name, &mut elements.constraints)?;
        elements.columns.push(column);
        Ok(())
    }

    fn table_watermark(&mut self, elements: &mut TableElements) -> Parse<()> {
        let start = self.advance().start;
        self.expect_word("FOR")?;
        let column = self.name("a column name")?;
        self.expect_word("AS")?;
        let expr = self.expr()?;
        let watermark = Watermark { column, expr, span: self.span_from(start) };
        let span = watermark.span;
        if elements.watermark.replace(watermark).is_some() {
            return Err(Failure::at(span, "a table has at most one watermark"));
        }
        Ok(())
    }

    fn column(&mut self, name: Ident, constraints: &mut Vec<KeyConstraint>) -> Parse<Column> {
        let start = name.span.start;
        let kind = if self.eat_word("AS") {
            ColumnKind::Computed(self.expr()?)
        } else {
            let data_type = self.data_type()?;
            if self.at_word("METADATA") {
                self.metadata(data_type)?
            } else {
                if self.at_any_word(&["CONSTRAINT", "PRIMARY", "UNIQUE"]) {
                    constraints.push(self.column_constraint(&name)?);
                }
                ColumnKind::Physical(data_type)
            }
        };
        let comment = self.comment()?;
        self.refuse_foreign_column_clause()?;
        Ok(Column { name, kind, comment, span: self.span_from(start) })
    }

    fn refuse_foreign_column_clause(&self) -> Parse<()> {
        let hint = if self.at_word("DEFAULT") {
            "Flink tables have no default values"
        } else if self.at_word("GENERATED") || self.at_word("AS") {
            "a computed column is written: name AS expression"
        } else {
            return Ok(());
        };
        let error = self.unexpected("`,` or `)`").without_hint();
        Err(error.with_hint(hint))
    }

    /// `METADATA [FROM 'key'] [VIRTUAL]`.
    fn metadata(&mut self, data_type: DataType) -> Parse<ColumnKind> {
        self.advance();
        let key = if self.eat_word("FROM") { Some(self.string("a metadata key in single quotes")?) } else { None };
        let is_virtual = self.eat_word("VIRTUAL");
        Ok(ColumnKind::Metadata { data_type, key, is_virtual })
    }

    /// `[CONSTRAINT name] PRIMARY KEY | UNIQUE`: its start, its name, and whether it is the primary key.
    fn constraint_head(&mut self) -> Parse<(usize, Option<Ident>, bool)> {
        let start = self.start();
        let name = if self.eat_word("CONSTRAINT") { Some(self.ident("a name for the constraint")?) } else { None };
        let primary = self.eat_word("PRIMARY");
        if primary {
            self.expect_word("KEY")?;
        } else if !self.eat_word("UNIQUE") {
            return Err(self.unexpected("PRIMARY KEY or UNIQUE"));
        }
        Ok((start, name, primary))
    }

    fn enforcement(&mut self) -> Option<bool> {
        if self.eat_words(&["NOT", "ENFORCED"]) {
            return Some(false);
        }
        self.eat_word("ENFORCED").then_some(true)
    }

    fn table_constraint(&mut self) -> Parse<KeyConstraint> {
        let (start, name, primary) = self.constraint_head()?;
        let columns = self.column_names()?;
        let enforced = self.enforcement();
        Ok(KeyConstraint { name, primary, columns, enforced, span: self.span_from(start) })
    }

    fn column_constraint(&mut self, column: &Ident) -> Parse<KeyConstraint> {
        let (start, name, primary) = self.constraint_head()?;
        let enforced = self.enforcement();
        Ok(KeyConstraint { name, primary, columns: vec![column.clone()], enforced, span: self.span_from(start) })
    }

    fn partition_columns(&mut self) -> Parse<Vec<Ident>> {
        self.expect_word("BY")?;
        self.column_names()
    }

    fn distribution(&mut self) -> Parse<Option<Distribution>> {
        if !self.eat_word("DISTRIBUTED") {
            return Ok(None);
        }
        self.distribution_clause().map(Some)
    }

    /// `BY [HASH | RANGE] (columns) [INTO n BUCKETS]`, `INTO n BUCKETS`.
    fn distribution_clause(&mut self) -> Parse<Distribution> {
        let start = self.start();
        let (mut kind, mut columns) = (None, Vec::new());
        if self.eat_word("BY") {
            if self.at_any_word(&["HASH", "RANGE"]) {
                kind = Some(self.any_ident()?);
            }
            columns = self.column_names()?;
        } else if !self.at_word("INTO") {
            return Err(self.unexpected("BY or INTO"));
        }
        let buckets = if self.eat_word("INTO") { Some(self.buckets()?) } else { None };
        Ok(Distribution { kind, columns, buckets, span: self.span_from(start) })
    }

    fn buckets(&mut self) -> Parse<u32> {
        let buckets = self.unsigned("a number of buckets")?;
        self.expect_word("BUCKETS")?;
        Ok(buckets)
    }

    fn like_table(&mut self) -> Parse<LikeTable> {
        let start = self.advance().start;
        let source = self.name("a table name")?;
        let mut options = Vec::new();
        if self.eat(Symbol::LeftParen) {
            options.push(self.like_option()?);
            while !self.at(Symbol::RightParen) {
                let option = self.like_option()?;
                if options.iter().any(|other: &LikeOption| other.feature == option.feature) {
                    return Err(Failure::at(option.span, "LIKE says twice what to do with the same feature"));
                }
                options.push(option);
            }
            self.advance();
        }
        Ok(LikeTable { source, options, span: self.span_from(start) })
    }

    fn like_option(&mut self) -> Parse<LikeOption> {
        const STRATEGIES: [(&str, MergeStrategy); 3] =
            [("INCLUDING", MergeStrategy::Including), ("EXCLUDING", MergeStrategy::Excluding), ("OVERWRITING", MergeStrategy::Overwriting)];
        let start = self.start();
        if self.at(Symbol::Comma) {
            return Err(self.unexpected("INCLUDING, EXCLUDING, OVERWRITING or `)`").with_hint("no comma stands between them"));
        }
        let strategy = STRATEGIES.iter().find(|(word, _)| self.eat_word(word)).map(|(_, strategy)| *strategy);
        let strategy = strategy.ok_or_else(|| self.unexpected("INCLUDING, EXCLUDING, OVERWRITING or `)`"))?;
        let feature = self.table_feature()?;
        let overwritable =
            matches!(feature, TableFeature::Generated | TableFeature::Metadata | TableFeature::Options | TableFeature::Watermarks);
        if strategy == MergeStrategy::Overwriting && !overwritable {
            return Err(Failure::at(self.span_from(start), "OVERWRITING goes with GENERATED, METADATA, OPTIONS and WATERMARKS only"));
        }
        Ok(LikeOption { strategy, feature, span: self.span_from(start) })
    }

    fn table_feature(&mut self) -> Parse<TableFeature> {
        const FEATURES: [(&str, TableFeature); 8] = [
            ("ALL", TableFeature::All),
            ("CONSTRAINTS", TableFeature::Constraints),
            ("DISTRIBUTION", TableFeature::Distribution),
            ("GENERATED", TableFeature::Generated),
            ("METADATA", TableFeature::Metadata),
            ("OPTIONS", TableFeature::Options),
            ("PARTITIONS", TableFeature::Partitions),
            ("WATERMARKS", TableFeature::Watermarks),
        ];
        let found = FEATURES.iter().find(|(word, _)| self.eat_word(word)).map(|(_, feature)| *feature);
        found.ok_or_else(|| self.unexpected("ALL, CONSTRAINTS, DISTRIBUTION, GENERATED, METADATA, OPTIONS, PARTITIONS or WATERMARKS"))
    }

    fn create_view(&mut self, modifiers: Modifiers) -> Parse<CreateView> {
        let if_not_exists = self.if_not_exists()?;
        let name = self.name("a view name")?;
        let columns = if self.at(Symbol::LeftParen) { self.column_names()? } else { Vec::new() };
        let comment = self.comment()?;
        self.expect_word("AS")?;
        let query = self.query()?;
        let Modifiers { temporary, or_replace, .. } = modifiers;
        Ok(CreateView { temporary, or_replace, if_not_exists, name, columns, comment, query })
    }

    fn create_database(&mut self) -> Parse<CreateDatabase> {
        let if_not_exists = self.if_not_exists()?;
        let name = self.name("a database name")?;
        Ok(CreateDatabase { if_not_exists, name, comment: self.comment()?, options: self.with_options()? })
    }

    fn create_catalog(&mut self) -> Parse<CreateCatalog> {
        let if_not_exists = self.if_not_exists()?;
        let name = self.ident("a catalog name")?;
        Ok(CreateCatalog { if_not_exists, name, comment: self.comment()?, options: self.with_options()? })
    }

    fn create_function(&mut self, modifiers: Modifiers) -> Parse<CreateFunction> {
        if modifiers.system && !modifiers.temporary {
            let error = Failure::at(modifiers.span, "a system function can only be temporary");
            return Err(error.with_hint("write CREATE TEMPORARY SYSTEM FUNCTION"));
        }
        let if_not_exists = self.if_not_exists()?;
        let name = self.name("a function name")?;
        self.expect_word("AS")?;
        let implementation = self.string("what implements it, in single quotes")?;
        let language = if self.eat_word("LANGUAGE") { Some(self.any_ident()?) } else { None };
        let resources = if self.eat_word("USING") { self.comma_list(Self::jar)? } else { Vec::new() };
        let options = self.with_options()?;
        let Modifiers { or_replace, temporary, system, .. } = modifiers;
        Ok(CreateFunction { or_replace, temporary, system, if_not_exists, name, implementation, language, resources, options })
    }

    fn jar(&mut self) -> Parse<StringLiteral> {
        self.expect_word("JAR")?;
        self.string("a path in single quotes")
    }

    pub(super) fn drop_object(&mut self) -> Parse<DropObject> {
        const KINDS: [(&str, ObjectKind); 5] = [
            ("TABLE", ObjectKind::Table),
            ("VIEW", ObjectKind::View),
            ("DATABASE", ObjectKind::Database),
            ("CATALOG", ObjectKind::Catalog),
            ("FUNCTION", ObjectKind::Function),
        ];
        self.advance();
        let temporary = self.eat_word("TEMPORARY");
        let system = self.eat_word("SYSTEM");
        if system && !self.at_word("FUNCTION") {
            return Err(self.unexpected("FUNCTION"));
        }
        let found = KINDS.iter().find(|(word, _)| self.eat_word(word));
        let Some((_, kind)) = found.copied() else { return Err(self.unexpected("TABLE, VIEW, DATABASE, CATALOG or FUNCTION")) };
        let if_exists = self.if_exists()?;
        let name = self.name("the name of what is dropped")?;
        let cascade = kind == ObjectKind::Database && self.eat_word("CASCADE");
        if kind == ObjectKind::Database && !cascade {
            self.eat_word("RESTRICT");
        }
        Ok(DropObject { kind, temporary, system, if_exists, name, cascade })
    }

    fn if_exists(&mut self) -> Parse<bool> {
        let found = self.at_word("IF");
        if found {
            self.expect_words(&["IF", "EXISTS"])?;
        }
        Ok(found)
    }

    pub(super) fn alter(&mut self) -> Parse<StatementKind> {
        self.advance();
        if self.eat_word("VIEW") {
            return self.alter_view();
        }
        if self.eat_word("DATABASE") {
            let name = self.name("a database name")?;
            self.expect_word("SET")?;
            self.options()?;
            return Ok(StatementKind::AlterDatabase(name));
        }
        if self.eat_word("CATALOG") {
            return self.alter_catalog().map(StatementKind::AlterCatalog);
        }
        if !self.at_word("TABLE") {
            let what = self.peek().span.text(self.script).to_ascii_uppercase();
            let known = self.at_any_word(&["FUNCTION", "MATERIALIZED", "MODEL"]);
            return Err(if known {
                self.unsupported(&format!("ALTER {what}"))
            } else {
                self.unexpected("TABLE, VIEW, DATABASE or CATALOG")
            });
        }
        self.advance();
        let if_exists = self.if_exists()?;
        let name = self.name("a table name")?;
        let action = self.alter_table_action(&name)?;
        Ok(StatementKind::AlterTable(AlterTable { if_exists, name, action }))
    }

    /// `name SET (...)`, `name RESET (...)`, `name COMMENT 'text'`.
    fn alter_catalog(&mut self) -> Parse<AlterCatalog> {
        let name = self.ident("a catalog name")?;
        let action = if self.eat_word("SET") {
            AlterCatalogAction::Set(self.options()?)
        } else if self.eat_word("RESET") {
            AlterCatalogAction::Reset(self.paren_list(|p| p.string("an option in single quotes"))?)
        } else if self.eat_word("COMMENT") {
            AlterCatalogAction::Comment(self.string("a comment in single quotes")?)
        } else {
            return Err(self.unexpected("SET, RESET or COMMENT"));
        };
        Ok(AlterCatalog { name, action })
    }

    /// `name RENAME TO name`, `name AS query`.
    fn alter_view(&mut self) -> Parse<StatementKind> {
        let name = self.name("a view name")?;
        if self.eat_words(&["RENAME", "TO"]) {
            return Ok(StatementKind::RenameView(name, self.name("a view name")?));
        }
        if !self.eat_word("AS") {
            return Err(self.unexpected("RENAME TO or AS"));
        }
        Ok(StatementKind::AlterView(name, self.query()?))
    }

    fn alter_table_action(&mut self, table: &Name) -> Parse<AlterTableAction> {
        if self.eat_words(&["RENAME", "TO"]) {
            return self.name("a table name").map(AlterTableAction::Rename);
        }
        if self.eat_word("RENAME") {
            let from = self.ident("a column name")?;
            self.expect_word("TO")?;
            return Ok(AlterTableAction::RenameColumn { from, to: self.ident("a column name")? });
        }
        if self.eat_word("SET") {
            return self.options().map(AlterTableAction::SetOptions);
        }
        if self.eat_word("RESET") {
            return self.paren_list(|p| p.string("an option in single quotes")).map(AlterTableAction::ResetOptions);
        }
        if self.eat_words(&["ADD", "DISTRIBUTION"]) {
            return self.distribution_clause().map(AlterTableAction::AddDistribution);
        }
        if self.eat_words(&["MODIFY", "DISTRIBUTION"]) {
            return self.distribution_clause().map(AlterTableAction::ModifyDistribution);
        }
        if self.at_partitions("ADD", &["IF", "NOT", "EXISTS"]) {
            return self.add_partitions();
        }
        if self.at_partitions("DROP", &["IF", "EXISTS"]) {
            return self.drop_partitions();
        }
        if self.eat_word("ADD") {
            return self.alter_elements(table).map(|e| AlterTableAction::Add(Box::new(e)));
        }
        if self.eat_word("MODIFY") {
            return self.alter_elements(table).map(|e| AlterTableAction::Modify(Box::new(e)));
        }
        if self.at_word("DROP") {
            return self.alter_drop();
        }
        Err(self.unexpected("RENAME, SET, RESET, ADD, MODIFY or DROP"))
    }

    /// Whether a verb stands here, then perhaps a condition, then PARTITION.
    fn at_partitions(&self, verb: &str, condition: &[&str]) -> bool {
        let conditional: Vec<&str> = [verb].iter().chain(condition).chain(&["PARTITION"]).copied().collect();
        self.at_words(&[verb, "PARTITION"]) || self.at_words(&conditional)
    }

    fn add_partitions(&mut self) -> Parse<AlterTableAction> {
        self.advance();
        let if_not_exists = self.if_not_exists()?;
        let mut partitions = Vec::new();
        while partitions.is_empty() || self.at_word("PARTITION") {
            partitions.push(self.partition_spec()?);
            self.with_options()?;
        }
        Ok(AlterTableAction::AddPartitions { if_not_exists, partitions })
    }

    fn drop_partitions(&mut self) -> Parse<AlterTableAction> {
        self.advance();
        let if_exists = self.if_exists()?;
        Ok(AlterTableAction::DropPartitions { if_exists, partitions: self.comma_list(Self::partition_spec)? })
    }

    fn alter_drop(&mut self) -> Parse<AlterTableAction> {
        let start = self.advance().start;
        if self.eat_words(&["PRIMARY", "KEY"]) {
            return Ok(AlterTableAction::DropKey(None, self.span_from(start)));
        }
        if self.eat_word("CONSTRAINT") {
            let name = self.ident("the name of the constraint")?;
            return Ok(AlterTableAction::DropKey(Some(name), self.span_from(start)));
        }
        if self.eat_word("WATERMARK") {
            return Ok(AlterTableAction::DropWatermark(self.span_from(start)));
        }
        if self.eat_word("DISTRIBUTION") {
            return Ok(AlterTableAction::DropDistribution(self.span_from(start)));
        }
        if self.at(Symbol::LeftParen) {
            return self.paren_list(|p| p.ident("a column name")).map(AlterTableAction::DropColumns);
        }
        self.ident("a column name").map(|name| AlterTableAction::DropColumns(vec![name]))
    }

    /// One element, or several between parentheses.
    fn alter_elements(&mut self, table: &Name) -> Parse<AlterElements> {
        let mut elements = TableElements::default();
        let mut places = Vec::new();
        if self.eat(Symbol::LeftParen) {
            self.comma_list(|p| p.alter_element(&mut elements, &mut places))?;
            self.close_list(Symbol::RightParen)?;
        } else {
            self.alter_element(&mut elements, &mut places)?;
        }
        if let Some(untyped) = elements.column_order.first() {
            return Err(Failure::at(untyped.span, format!("the column `{}` has no type", untyped.text)));
        }
        let declared = CreateTable {
            or_replace: false,
            must_exist: false,
            temporary: false,
            if_not_exists: false,
            name: table.clone(),
            columns: elements.columns,
            watermark: elements.watermark,
            constraints: elements.constraints,
            column_order: Vec::new(),
            comment: None,
            distribution: None,
            partitioned_by: Vec::new(),
            options: Vec::new(),
            like: None,
            query: None,
        };
        Ok(AlterElements { declared, places })
    }

    fn alter_element(&mut self, elements: &mut TableElements, places: &mut Vec<(Ident, Option<Ident>)>) -> Parse<()> {
        let before = elements.columns.len();
        self.table_element(elements)?;
        let Some(column) = elements.columns.get(before) else { return Ok(()) };
        let name = column.name.clone();
        if self.eat_word("FIRST") {
            places.push((name, None));
        } else if self.eat_word("AFTER") {
            places.push((name, Some(self.ident("a column name")?)));
        }
        Ok(())
    }
}
