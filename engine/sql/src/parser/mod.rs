//! Tokens to the syntax tree: Flink SQL's grammar by recursive descent, one function per rule.
//!
//! * Takes what Flink 2.3 takes; what Flink knows and this project does not (yet) is refused by name. Errors carry the
//!   place of the first token that does not fit.
//! * Never panics and never overflows the stack: brackets and subqueries nest at most [`NESTING_MAX`] deep, and no tree is
//!   higher than [`HEIGHT_MAX`], so that whoever walks, clones or drops it recursively is safe too.
//! * Decides nothing about names and types.

use crate::ast::{Ident, KeyValue, Name, Statement, StringLiteral};
use crate::diagnostic::Diagnostic;
use crate::lexer::{Symbol, Token, TokenKind, lex};
use crate::span::Span;
use failure::Failure;

mod call;
mod ddl;
mod expr;
mod failure;
mod from;
mod hint;
mod json;
mod literal;
mod query;
mod reserved;
mod show;
mod statement;
mod types;

/// How deep brackets, subqueries, prefix operators and nested types may stand in each other.
pub const NESTING_MAX: usize = 100;
/// The greatest height of a tree, which bounds chains of left-associative operators (`a + b + c ...`), of joins and of set
/// operations; chains of AND and OR are flat and of any length.
pub const HEIGHT_MAX: usize = 500;
/// The longest identifier, in characters; Flink's own bound.
const IDENTIFIER_CHARACTERS_MAX: usize = 256;

/// Parses a script of statements separated by semicolons; empty ones are skipped.
///
/// Statements come in the order of the script. The error is the first one of the script.
///
/// ```
/// let statements = waterwheel_sql::parser::parse_script("SET 'a' = 'b'; SELECT 1 + 2;").unwrap();
/// assert_eq!(statements.len(), 2);
///
/// let error = waterwheel_sql::parser::parse_script("SELECT value FROM t").unwrap_err();
/// assert_eq!(error.message, "expected an expression, found the reserved word `value`");
/// ```
pub fn parse_script(text: &str) -> Result<Vec<Statement>, Diagnostic> {
    parse_filled(text, &|value| Ok(value.to_owned()))
}

/// Fills the placeholders of an option's or setting's value in; what is wrong with them otherwise.
pub type Fill<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// [`parse_script`] with the options of hints filled in: they are not looked at again before the connector sees them.
pub(crate) fn parse_filled(text: &str, fill: Fill<'_>) -> Result<Vec<Statement>, Diagnostic> {
    let lexed = lex(text);
    let mut parser = Parser { script: text, fill, tokens: lexed.tokens, next: 0, lex_error: lexed.error, nesting: 0, height: 0 };
    parser.script().map_err(Failure::into_diagnostic)
}

/// Whether a word cannot be a name without back-ticks.
pub(crate) fn is_reserved_word(word: &str) -> bool {
    reserved::is_reserved(word)
}

/// What every rule returns.
type Parse<T> = Result<T, Failure>;

struct Parser<'a> {
    script: &'a str,
    /// For the options of hints.
    fill: Fill<'a>,
    /// The last one is the only [`TokenKind::End`].
    tokens: Vec<Token>,
    /// Index of the next token; never beyond the last.
    next: usize,
    /// Why the tokens end before the script does.
    lex_error: Option<Diagnostic>,
    /// How many calls of [`Parser::nested`] are under way.
    nesting: usize,
    /// An upper bound of the heights of the subtrees finished so far inside the innermost [`Parser::nested`].
    height: usize,
}

/// Looking at tokens and taking them.
impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.next]
    }

    /// The token `ahead` places behind the next one; the end if there are not so many.
    fn peek_at(&self, ahead: usize) -> &Token {
        &self.tokens[(self.next + ahead).min(self.tokens.len() - 1)]
    }

    /// Takes the next token, unless it is the end.
    fn advance(&mut self) -> Span {
        let span = self.peek().span;
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        span
    }

    /// Where the last taken token ends.
    fn last_end(&self) -> usize {
        self.next.checked_sub(1).map_or(0, |last| self.tokens[last].span.end)
    }

    /// From the start of the next token.
    fn start(&self) -> usize {
        self.peek().span.start
    }

    /// From `start` to the end of the last taken token.
    fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.last_end().max(start))
    }

    fn is_symbol(token: &Token, symbol: Symbol) -> bool {
        token.kind == TokenKind::Symbol(symbol)
    }

    fn is_word(&self, token: &Token, word: &str) -> bool {
        token.kind == TokenKind::Word && token.span.text(self.script).eq_ignore_ascii_case(word)
    }

    fn at_end(&self) -> bool {
        self.peek().kind == TokenKind::End
    }

    fn at(&self, symbol: Symbol) -> bool {
        Self::is_symbol(self.peek(), symbol)
    }

    fn at_ahead(&self, ahead: usize, symbol: Symbol) -> bool {
        Self::is_symbol(self.peek_at(ahead), symbol)
    }

    fn at_word(&self, word: &str) -> bool {
        self.is_word(self.peek(), word)
    }

    fn at_any_word(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.at_word(word))
    }

    /// Are the next tokens these words?
    fn at_words(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.is_word(self.peek_at(ahead), word))
    }

    fn eat(&mut self, symbol: Symbol) -> bool {
        let found = self.at(symbol);
        if found {
            self.advance();
        }
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        self.eat_words(&[word])
    }

    /// Takes the next tokens if they are these words, all or none.
    fn eat_words(&mut self, words: &[&str]) -> bool {
        let found = self.at_words(words);
        if found {
            words.iter().for_each(|_| _ = self.advance());
        }
        found
    }

    fn expect(&mut self, symbol: Symbol) -> Parse<Span> {
        if self.at(symbol) { Ok(self.advance()) } else { Err(self.unexpected(&format!("`{}`", symbol.text()))) }
    }

    fn expect_word(&mut self, word: &str) -> Parse<Span> {
        if self.at_word(word) { Ok(self.advance()) } else { Err(self.unexpected(word)) }
    }

    fn expect_words(&mut self, words: &[&str]) -> Parse<()> {
        words.iter().try_for_each(|word| self.expect_word(word).map(drop))
    }
}

/// Pieces that occur in many rules.
impl Parser<'_> {
    /// Is the next token an identifier: quoted, or a word that is not reserved?
    fn at_ident(&self) -> bool {
        self.is_ident(self.peek())
    }

    fn is_ident(&self, token: &Token) -> bool {
        match &token.kind {
            TokenKind::Quoted(_) => true,
            TokenKind::Word => !reserved::is_reserved(token.span.text(self.script)),
            _ => false,
        }
    }

    /// An identifier; `what` it names is for the error.
    fn ident(&mut self, what: &str) -> Parse<Ident> {
        if !self.at_ident() {
            return Err(self.unexpected(what));
        }
        self.any_ident()
    }

    /// The next token as an identifier, even if it is reserved.
    fn any_ident(&mut self) -> Parse<Ident> {
        let token = self.peek();
        let (text, quoted) = match &token.kind {
            TokenKind::Quoted(name) => (name.clone(), true),
            _ => (token.span.text(self.script).to_string(), false),
        };
        let span = self.advance();
        let characters = text.chars().count();
        if characters > IDENTIFIER_CHARACTERS_MAX {
            let message = format!("this identifier has {characters} characters, at most {IDENTIFIER_CHARACTERS_MAX} are allowed");
            return Err(Failure::at(span, message));
        }
        Ok(Ident { text, quoted, span })
    }

    /// Identifiers joined by dots.
    fn name(&mut self, what: &str) -> Parse<Name> {
        let first = self.ident(what)?;
        self.name_from(first)
    }

    /// The rest of a name; a dot that no identifier follows is left alone if a `*` does.
    fn name_from(&mut self, first: Ident) -> Parse<Name> {
        let start = first.span.start;
        let mut parts = vec![first];
        while self.at(Symbol::Dot) && !self.at_ahead(1, Symbol::Star) {
            self.advance();
            parts.push(self.ident("a name")?);
        }
        Ok(Name { parts, span: self.span_from(start) })
    }

    /// A string; parts on several lines are one, as in standard SQL.
    fn string(&mut self, what: &str) -> Parse<StringLiteral> {
        let TokenKind::String(value) = &self.peek().kind else { return Err(self.unexpected(what)) };
        let mut value = value.clone();
        let start = self.advance().start;
        while let TokenKind::String(part) = &self.peek().kind {
            let gap = Span::new(self.last_end(), self.start());
            if !gap.text(self.script).contains('\n') {
                let error = Failure::at(self.peek().span, "a string continues only on the next line");
                return Err(error.with_hint("is a comma or `||` missing before it?"));
            }
            value.push_str(part);
            self.advance();
        }
        Ok(StringLiteral { value, span: self.span_from(start) })
    }

    /// An unsigned integer, such as a precision.
    fn unsigned(&mut self, what: &str) -> Parse<u32> {
        let token = self.peek();
        let text = token.span.text(self.script);
        if token.kind != TokenKind::Number || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(self.unexpected(what));
        }
        let value = text.parse().map_err(|_| Failure::at(token.span, format!("`{text}` is too large for {what}")))?;
        self.advance();
        Ok(value)
    }

    /// `item, item, ...`: at least one.
    fn comma_list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Parse<T>) -> Parse<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.at(Symbol::Comma) {
            let comma = self.advance();
            self.refuse_trailing_comma(comma)?;
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn refuse_trailing_comma(&self, comma: Span) -> Parse<()> {
        const CLAUSES: [&str; 8] = ["FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "END"];
        let ends = matches!(self.peek().kind, TokenKind::Symbol(Symbol::RightParen | Symbol::RightBracket | Symbol::Semicolon));
        if ends || self.at_any_word(&CLAUSES) || (self.at_end() && self.lex_error.is_none()) {
            let message = format!("nothing follows this comma but {}", self.found());
            return Err(Failure::at(comma, message).with_hint("remove the comma"));
        }
        Ok(())
    }

    /// `(item, item, ...)`: at least one.
    fn paren_list<T>(&mut self, item: impl FnMut(&mut Self) -> Parse<T>) -> Parse<Vec<T>> {
        self.expect(Symbol::LeftParen)?;
        let items = self.comma_list(item)?;
        self.close_list(Symbol::RightParen)?;
        Ok(items)
    }

    /// The bracket that ends a list of items.
    fn close_list(&mut self, close: Symbol) -> Parse<Span> {
        if self.at(close) {
            return Ok(self.advance());
        }
        let error = self.unexpected(&format!("`,` or `{}`", close.text()));
        let missing = self.at_ident() || matches!(self.peek().kind, TokenKind::String(_) | TokenKind::Number);
        Err(if missing { error.or_hint("is a comma missing before it?") } else { error })
    }

    /// `(name, name, ...)`.
    fn column_names(&mut self) -> Parse<Vec<Ident>> {
        self.paren_list(|p| p.ident("a column name"))
    }

    /// `'key' = 'value'`.
    fn key_value(&mut self) -> Parse<KeyValue> {
        let key = self.string("an option in single quotes")?;
        self.expect(Symbol::Equal)?;
        Ok(KeyValue { key, value: self.string("a value in single quotes")? })
    }

    /// `WITH ('key' = 'value', ...)`, possibly empty; nothing if there is no WITH.
    fn with_options(&mut self) -> Parse<Vec<KeyValue>> {
        if self.eat_word("WITH") { self.options() } else { Ok(Vec::new()) }
    }

    /// `('key' = 'value', ...)`, possibly empty.
    fn options(&mut self) -> Parse<Vec<KeyValue>> {
        if self.at(Symbol::LeftParen) && self.at_ahead(1, Symbol::RightParen) {
            self.advance();
            self.advance();
            return Ok(Vec::new());
        }
        self.paren_list(Self::key_value)
    }
}

/// Errors and bounds.
impl Parser<'_> {
    /// The next token in words.
    fn found(&self) -> String {
        let token = self.peek();
        let text = token.span.text(self.script);
        match &token.kind {
            TokenKind::End => "the end of the script".to_string(),
            TokenKind::Word if reserved::is_reserved(text) => format!("the reserved word `{text}`"),
            TokenKind::String(_) | TokenKind::Binary(_) if text.chars().count() > 20 => {
                format!("a string beginning with {}", text.chars().take(12).collect::<String>())
            }
            TokenKind::String(_) | TokenKind::Binary(_) => format!("the string {text}"),
            _ => format!("`{text}`"),
        }
    }

    /// `expected ..., found ...` at the next token; if the script could not be cut into tokens from here on, that.
    fn unexpected(&self, expected: &str) -> Failure {
        if let (true, Some(error)) = (self.at_end(), &self.lex_error) {
            return Failure::of(error.clone());
        }
        if let Some(error) = self.refuse_foreign_operator() {
            return error;
        }
        let error = Failure::at(self.peek().span, format!("expected {expected}, found {}", self.found()));
        match self.hint_for(expected) {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    }

    /// What somebody who typed the next token here probably wants to know.
    fn hint_for(&self, expected: &str) -> Option<String> {
        let text = self.peek().span.text(self.script);
        match &self.peek().kind {
            TokenKind::Word if expected.starts_with("a ") || expected.starts_with("an ") => {
                let begins_clause = CLAUSE_WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
                let is_name = reserved::is_reserved(text) && (!begins_clause || matches!(expected, "a column name" | "a field name"));
                is_name.then(|| format!("as a name it is written between back-ticks: `{text}`"))
            }
            TokenKind::Symbol(Symbol::Equal) if expected == "an expression" => Some("equality is a single `=`".to_string()),
            _ => None,
        }
    }

    /// What is refused although Flink knows it.
    fn unsupported(&self, what: &str) -> Failure {
        Failure::at(self.peek().span, format!("{what} is not supported yet"))
    }

    /// Runs a rule that may end up in itself, one level deeper.
    fn nested<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.nesting == NESTING_MAX {
            let message = format!("this is nested more than {NESTING_MAX} levels deep");
            return Err(Failure::at(self.peek().span, message).with_hint("split it into views"));
        }
        self.nesting += 1;
        let outer = std::mem::take(&mut self.height);
        let result = rule(self);
        self.nesting -= 1;
        self.height = outer.max(self.height + 1);
        result
    }

    /// Puts one more node on top of what the innermost [`Parser::nested`] has finished, in a loop over a chain.
    fn grow(&mut self) -> Parse<()> {
        self.height += 1;
        if self.height + self.nesting <= HEIGHT_MAX {
            return Ok(());
        }
        let message = format!("this is a chain of more operators than a tree of height {HEIGHT_MAX} holds");
        Err(Failure::at(self.peek().span, message).with_hint("group the chain with parentheses, or split it into views"))
    }
}

/// Reserved words that nobody means as a name: a clause begins, or a piece before it is missing.
const CLAUSE_WORDS: [&str; 24] = [
    "FROM",
    "WHERE",
    "GROUP",
    "HAVING",
    "ORDER",
    "LIMIT",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "SELECT",
    "INSERT",
    "CREATE",
    "DROP",
    "WITH",
    "JOIN",
    "ON",
    "AND",
    "OR",
    "AS",
    "THEN",
    "WHEN",
    "ELSE",
    "END",
    "NOT",
];
