//! Prints the supported functions as Markdown tables, read from the registers: one table per family of scalar functions,
//! then the aggregate functions.
//!
//! `cargo run -p waterwheel-expr --example functions_table`

use std::io::{self, Write};
use waterwheel_expr::register::{self, Function};
use waterwheel_expr::{Family, aggregate};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for family in families() {
        let rows = register::all().filter(|function| function.family == family);
        write_table(&mut out, title(family), rows.map(|Function { syntax, doc, .. }| (*syntax, *doc)))?;
    }
    // A sign in front of a name marks the planner's own functions.
    let rows = aggregate::all().filter(|function| !function.name.starts_with('$'));
    write_table(&mut out, "Aggregate functions", rows.map(|function| (function.syntax, function.doc)))
}

/// The families that have functions, in the order of their chapters.
fn families() -> Vec<Family> {
    let mut families: Vec<Family> = register::all().map(|function| function.family).collect();
    families.sort_unstable();
    families.dedup();
    families
}

fn title(family: Family) -> &'static str {
    match family {
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
    }
}

fn write_table<'a>(out: &mut impl Write, title: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) -> io::Result<()> {
    writeln!(out, "## {title}\n\n| Function | Result |\n|---|---|")?;
    for (syntax, doc) in rows {
        writeln!(out, "| `{}` | {} |", escape(syntax), escape(doc))?;
    }
    writeln!(out)
}

/// A bar ends a cell, even within backquotes.
fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}
