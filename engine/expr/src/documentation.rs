//! The page on functions, `engine/expr/FUNCTIONS.md`, made from the registers: what is supported, one table per family, and what
//! Flink has besides, with the reason why it is not here.

use crate::aggregate;
use crate::register::{self, Family, Function};
use std::fmt::Write;

/// Functions of Flink's SQL that are not supported, with the reason.
pub static NOT_SUPPORTED: &[(&str, &str)] = &[
    ("RANK, DENSE_RANK, ROW_NUMBER, NTILE, PERCENT_RANK, CUME_DIST, LAG, LEAD", "OVER windows and Top-N come with a later issue"),
    ("MATCH_RECOGNIZE's CLASSIFIER, FIRST, LAST, PREV, NEXT", "MATCH_RECOGNIZE comes with a later issue"),
    ("FROM_CHANGELOG, TO_CHANGELOG", "CDC formats come with a later issue"),
    ("ML_PREDICT, ML_EVALUATE, VECTOR_SEARCH", "models are not served here"),
];

/// The whole page, as Markdown.
pub fn functions_page() -> String {
    let mut page = "# Functions\n\nMade from the registers of functions by `cargo run -p waterwheel-expr --example functions_table > engine/expr/FUNCTIONS.md`; \
                    a test holds the page to them.\nEvery function below answers as Flink 2.3 does in `tests/sql/expressions`, NULLs and errors included. \
                    A program can add its own in Rust.\n\n"
        .to_owned();
    for family in families() {
        let rows = register::all().filter(|function| function.family == family);
        write_table(&mut page, family.title(), ["Function", "Result"], rows.map(|Function { syntax, doc, .. }| (*syntax, *doc)));
    }
    // A sign in front of a name marks the planner's own functions.
    let rows = aggregate::all().filter(|function| !function.name.starts_with('$'));
    write_table(&mut page, "Aggregate functions", ["Function", "Result"], rows.map(|function| (function.syntax, function.doc)));
    write_table(&mut page, "Not supported", ["Functions", "Why"], NOT_SUPPORTED.iter().copied());
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

/// The families that have functions, in the order of their chapters.
fn families() -> Vec<Family> {
    let mut families: Vec<Family> = register::all().map(|function| function.family).collect();
    families.sort_unstable();
    families.dedup();
    families
}

fn write_table<'a>(out: &mut String, title: &str, [left, right]: [&str; 2], rows: impl Iterator<Item = (&'a str, &'a str)>) {
    write!(out, "## {title}\n\n| {left} | {right} |\n|---|---|\n").expect("a String takes all");
    for (syntax, doc) in rows {
        writeln!(out, "| `{}` | {} |", escape(syntax), escape(doc)).expect("a String takes all");
    }
    out.push('\n');
}

/// A bar ends a cell, even within backquotes.
fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_in_the_repository_is_that_of_the_registers() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/FUNCTIONS.md");
        let page = std::fs::read_to_string(path).unwrap_or_default();
        let advice = "make it anew: cargo run -p waterwheel-expr --example functions_table > engine/expr/FUNCTIONS.md";
        assert!(page == super::functions_page(), "engine/expr/FUNCTIONS.md is not up to date; {advice}");
    }
}
