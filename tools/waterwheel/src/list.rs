//! `waterwheel connectors` and `waterwheel functions`: what there is, from the registers that the planner itself reads.

use std::fmt::Write;
use waterwheel::connector::options::nearest;
use waterwheel::connector::{OptionSpec, OptionType};
use waterwheel_expr::aggregate;
use waterwheel_expr::register;
use waterwheel_job::{connectors, formats};

/// All connectors and formats, or the options of one; an error message when there is none of that name.
pub fn connectors_text(name: Option<&str>) -> Result<String, String> {
    let connectors = connectors();
    let entries: Vec<Entry> = connectors
        .iter()
        .map(|c| Entry { name: c.name(), about: c.about(), prefix: String::new(), options: c.options() })
        .chain(formats().iter().map(|f| Entry { name: f.name(), about: f.about(), prefix: format!("{}.", f.name()), options: f.options() }))
        .collect();
    let Some(name) = name else { return Ok(overview(&entries)) };
    match entries.iter().find(|entry| entry.name == name) {
        Some(entry) => Ok(entry.text()),
        None => Err(no_such("connector or format", name, entries.iter().map(|e| e.name))),
    }
}

/// A connector, or a format, whose options have a prefix.
struct Entry {
    name: &'static str,
    about: &'static str,
    prefix: String,
    options: &'static [OptionSpec],
}

impl Entry {
    fn text(&self) -> String {
        let word = if self.prefix.is_empty() { "connector" } else { "format" };
        let mut text = format!("'{word}' = '{}': {}\n\n", self.name, self.about);
        let rows: Vec<[String; 4]> = self.options.iter().map(|option| self.row(option)).collect();
        let head = ["option", "type", "default", ""].map(str::to_owned);
        text.push_str(&table(&std::iter::once(head).chain(rows).collect::<Vec<_>>()));
        text
    }

    fn row(&self, option: &OptionSpec) -> [String; 4] {
        let default = if option.required { "required" } else { option.default };
        [format!("{}{}", self.prefix, option.key), type_text(option.takes), default.to_owned(), option.doc.to_owned()]
    }
}

fn overview(entries: &[Entry]) -> String {
    let (formats, connectors): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| !entry.prefix.is_empty());
    let rows = |word: &str, entries: &[&Entry]| {
        let head = [word.to_owned(), String::new()];
        std::iter::once(head).chain(entries.iter().map(|e| [e.name.to_owned(), e.about.to_owned()])).collect::<Vec<_>>()
    };
    let tables = [rows("connector", &connectors), rows("format", &formats)].map(|rows| table(&rows));
    format!("{}\n`waterwheel connectors NAME` lists the options of a connector or format.", tables.join("\n"))
}

fn type_text(takes: OptionType) -> String {
    match takes {
        OptionType::Text => "text".into(),
        OptionType::Flag => "true|false".into(),
        OptionType::Integer => "integer".into(),
        OptionType::Count => "count".into(),
        OptionType::Number => "number".into(),
        OptionType::Share => "0 to 1".into(),
        OptionType::Bytes => "size".into(),
        OptionType::Duration => "duration".into(),
        OptionType::OneOf(words) | OptionType::OneOfAnyCase(words) => words.join("|"),
    }
}

/// Rows of cells under each other, each column as wide as its widest cell, the last one as it is.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N - 1).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        row.iter().zip(&widths).for_each(|(cell, width)| write!(line, "{cell:width$}  ").expect("writing to a String"));
        line.push_str(&row[N - 1]);
        writeln!(text, "{}", line.trim_end()).expect("writing to a String");
    }
    text
}

/// All functions by family, or those whose name holds `word`; an error message when there is none.
pub fn functions_text(word: Option<&str>) -> Result<String, String> {
    let wanted = word.unwrap_or_default().to_uppercase();
    let mut functions: Vec<(&str, &str, &str, &str)> = register::all().map(|f| (f.family.title(), f.name, f.syntax, f.doc)).collect();
    // A sign in front of a name marks the planner's own functions.
    functions.extend(aggregate::all().filter(|f| !f.name.starts_with('$')).map(|f| ("Aggregates", f.name, f.syntax, f.doc)));
    let found: Vec<_> = functions.iter().filter(|(_, name, ..)| name.to_uppercase().contains(&wanted)).collect();
    if found.is_empty() {
        return Err(no_such("function", &wanted, functions.iter().map(|(_, name, ..)| *name)));
    }
    let mut families: Vec<&str> = found.iter().map(|(family, ..)| *family).collect();
    families.dedup();
    let section = |family: &&str| {
        let rows: Vec<[String; 2]> =
            found.iter().filter(|f| f.0 == *family).map(|(_, _, syntax, doc)| [(*syntax).to_owned(), (*doc).to_owned()]).collect();
        format!("{family}\n{}", table(&rows))
    };
    Ok(families.iter().map(section).collect::<Vec<_>>().join("\n"))
}

fn no_such<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = nearest(name, known).map_or_else(String::new, |near| format!("\nhint: did you mean '{near}'?"));
    format!("there is no {what} '{name}'{hint}")
}
