//! The syntax tree of a Flink SQL script: what the user wrote, with the place of every piece.
//!
//! Plain owned data, no behaviour and no names resolved: `a.b` is a [`Name`] whether it will turn out to be a column of
//! `a`, a field of a row or nothing at all. Identifiers keep their case, as Flink does. The height of every tree is
//! bounded by the parser (see [`crate::parser`]), so a recursive walk, `Clone` and `Drop` cannot overflow the stack.

mod expr;
mod query;
mod statement;
mod types;

pub use expr::*;
pub use query::*;
pub use statement::*;
pub use types::*;

use crate::span::Span;

/// One identifier; case is significant, as everywhere in Flink SQL but for function names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ident {
    /// The name without back-ticks, escapes resolved.
    pub text: String,
    /// Was it written between back-ticks?
    pub quoted: bool,
    /// Where it stands, back-ticks included.
    pub span: Span,
}

/// Identifiers joined by dots: a catalog object, a column, a path into a row, a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// At least one part.
    pub parts: Vec<Ident>,
    /// From the first part to the last.
    pub span: Span,
}

impl Name {
    /// The last part: the object itself, without its qualifiers.
    pub fn last(&self) -> &Ident {
        self.parts.last().expect("a name has at least one part")
    }
}

impl std::fmt::Display for Name {
    /// The parts as written, joined by dots, without back-ticks.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, part) in self.parts.iter().enumerate() {
            let dot = if i == 0 { "" } else { "." };
            write!(f, "{dot}{}", part.text)?;
        }
        Ok(())
    }
}

/// A character string where the grammar wants a literal: comments, options, paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringLiteral {
    /// The characters, quotes and escapes resolved.
    pub value: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// One `'key' = 'value'` of `WITH (...)`, `OPTIONS(...)` or `SET`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValue {
    /// The option's name.
    pub key: StringLiteral,
    /// The option's value.
    pub value: StringLiteral,
}

/// One hint between `/*+` and `*/`, such as `OPTIONS('k' = 'v')` or `BROADCAST(t1, t2)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The hint's name as written.
    pub name: Ident,
    /// What stands between its parentheses; empty if there are none.
    pub args: Vec<HintArg>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// One argument of a hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HintArg {
    /// `'key' = 'value'` or `key = 'value'`.
    KeyValue(KeyValue),
    /// A table or alias, possibly qualified.
    Name(Name),
    /// A bare string.
    String(StringLiteral),
    /// A bare number, as written.
    Number(String, Span),
}
