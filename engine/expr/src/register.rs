//! The one register of scalar functions.
//!
//! Every function and operator is a row of data in the file of its family under [`scalar`](crate::scalar): name, documentation,
//! and `resolve`, which checks the arguments of one call and fixes result type and kernel. Everything that lists functions
//! (lookup, "did you mean", the documentation table) reads this register.

use crate::expr::{Expr, Mismatch};
use crate::operand::KernelRef;
use crate::{Session, scalar};
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;
use waterwheel_types::DataType;

/// The chapters of the function documentation, one source file each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// `=`, `BETWEEN`, `IN`, `IS NULL`, `LIKE` …
    Comparison,
    /// `NOT`, `IS TRUE` …
    Logical,
    /// `+`, `ABS`, `ROUND` …
    Arithmetic,
    /// `CONCAT`, `SUBSTRING`, `REGEXP_EXTRACT` …
    String,
    /// `EXTRACT`, `DATE_FORMAT`, `TIMESTAMPDIFF` …
    Temporal,
    /// `CASE`, `COALESCE`, `IF` …
    Conditional,
    /// `CAST`, `TYPEOF` …
    Conversion,
    /// `ARRAY_CONTAINS`, `MAP_KEYS`, item access …
    Collection,
    /// `JSON_VALUE`, `JSON_OBJECT` …
    Json,
    /// `MD5`, `SHA256` …
    Hash,
    /// `BITMAP_BUILD`, `BITMAP_AND` …
    Bitmap,
}

impl Family {
    /// The heading of its chapter.
    pub fn title(self) -> &'static str {
        match self {
            Family::Comparison => "Comparison",
            Family::Logical => "Logical",
            Family::Arithmetic => "Arithmetic",
            Family::String => "Text",
            Family::Temporal => "Date and time",
            Family::Conditional => "Conditional",
            Family::Conversion => "Conversion",
            Family::Collection => "Collections",
            Family::Json => "JSON",
            Family::Hash => "Hashes",
            Family::Bitmap => "Bitmaps",
        }
    }
}

/// A scalar function.
pub struct Function {
    /// Its SQL name in capitals, or the operator's sign (`+`, `||`, `IS NOT NULL`).
    pub name: &'static str,
    /// Its chapter.
    pub family: Family,
    /// How it is written, for the documentation: `SUBSTRING(text FROM start [FOR length])`.
    pub syntax: &'static str,
    /// What it returns, in one sentence.
    pub doc: &'static str,
    /// Whether equal arguments give equal results, so that constants may be folded.
    pub deterministic: bool,
    /// Checks the arguments of one call.
    pub resolve: fn(&Call<'_>) -> Result<Resolution, Mismatch>,
}

impl Function {
    /// Whether it gives a NULL without a type the one that it wants; the others refuse it, as in Flink.
    pub fn takes_bare_null(&self) -> bool {
        BARE_NULL.contains(&self.name)
    }

    /// Whether it is called as `NAME(…)`; operators and special forms have names that are not.
    pub fn is_called_by_name(&self) -> bool {
        self.syntax.strip_prefix(self.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
    }
}

/// The functions that take a NULL without a type, if only in some places: which, they say themselves.
#[rustfmt::skip]
const BARE_NULL: &[&str] = &[
    "ARRAY_APPEND", "ARRAY_CONTAINS", "ARRAY_POSITION", "ARRAY_PREPEND", "ARRAY_REMOVE", "ARRAY_SLICE", "ARRAY_SORT", "BITMAP_BUILD",
    "BITMAP_FROM_BYTES", "BTRIM", "COALESCE", "ELT", "ENDSWITH", "IFNULL", "INET_ATON", "INET_NTOA", "JSON_QUOTE", "JSON_STRING",
    "JSON_UNQUOTE", "NULLIF", "PARSE_JSON", "PRINTF", "REGEXP_COUNT", "REGEXP_EXTRACT_ALL", "REGEXP_INSTR", "REGEXP_SUBSTR", "SPLIT",
    "STARTSWITH", "TO_TIMESTAMP_LTZ", "TRANSLATE3", "TYPEOF", "UNHEX", "URL_DECODE", "URL_ENCODE",
];

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A call to be resolved.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The function called.
    pub function: &'static Function,
    /// The arguments as written, with the types they have.
    pub arguments: &'a [Expr],
    /// The session's settings.
    pub session: &'a Session,
}

/// What a call turns out to be.
pub enum Resolution {
    /// A kernel over arguments coerced to `parameters`.
    Kernel {
        /// The type to which each argument is cast implicitly; nullability is not looked at.
        parameters: Vec<DataType>,
        /// The type of the result.
        result: DataType,
        /// What computes it.
        kernel: KernelRef,
    },
    /// Another expression that means the same (`COALESCE` is a CASE).
    Rewrite(Expr),
}

impl<'a> Call<'a> {
    /// The type of an argument.
    pub fn data_type(&self, index: usize) -> &'a DataType {
        &self.arguments[index].data_type
    }

    /// Whether any argument may be NULL, as most results then may.
    pub fn any_nullable(&self) -> bool {
        self.arguments.iter().any(|a| a.data_type.nullable)
    }

    /// The refusal of these arguments in Flink's manner: the signature found and those supported.
    pub fn refuse(&self) -> Mismatch {
        let types: Vec<String> = self.arguments.iter().map(|a| a.data_type.kind.to_string()).collect();
        let Function { name, syntax, .. } = self.function;
        Mismatch {
            message: format!("cannot apply {name} to arguments of types ({})", types.join(", ")),
            hint: Some(format!("it is written {syntax}{}", self.advice())),
        }
    }

    /// What else helps where the arguments are as many as they should be, but of other types.
    fn advice(&self) -> &'static str {
        let of_text = self.arguments.iter().any(|a| a.data_type.kind.is_text());
        match self.function.name {
            "+" if of_text => "; texts are joined by a || b, and CAST(a AS INT) makes a number of one",
            "-" | "*" | "/" | "%" if of_text => "; CAST(a AS INT) makes a number of a text",
            _ => "; CAST(a AS type) changes an argument's type",
        }
    }

    /// Refuses a call whose number of arguments lies outside `least..=most`.
    pub fn expect_arguments(&self, least: usize, most: usize) -> Result<(), Mismatch> {
        let found = self.arguments.len();
        if (least..=most).contains(&found) {
            return Ok(());
        }
        let wanted = match (least, most) {
            (a, b) if a == b => format!("{a}"),
            (a, usize::MAX) => format!("at least {a}"),
            (a, b) => format!("{a} to {b}"),
        };
        let Function { name, syntax, .. } = self.function;
        let message = format!("{name} takes {wanted} argument{}, not {found}", if wanted == "1" { "" } else { "s" });
        Err(Mismatch { message, hint: Some(format!("it is written {syntax}")) })
    }
}

/// All functions, by family and then in the order of their file.
pub fn all() -> impl Iterator<Item = &'static Function> {
    scalar::FAMILIES.iter().flat_map(|family| family.iter())
}

/// A function by name, case ignored.
pub fn find(name: &str) -> Option<&'static Function> {
    static BY_NAME: OnceLock<HashMap<&'static str, &'static Function>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| all().map(|f| (f.name, f)).collect());
    by_name.get(name).or_else(|| by_name.get(name.to_ascii_uppercase().as_str())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_capitals_and_unique_and_documented() {
        let mut seen = std::collections::HashSet::new();
        for function in all() {
            assert_eq!(function.name, function.name.to_ascii_uppercase());
            assert!(seen.insert(function.name), "{} is registered twice", function.name);
            assert!(!function.doc.is_empty() && !function.syntax.is_empty(), "{}", function.name);
        }
    }
}
