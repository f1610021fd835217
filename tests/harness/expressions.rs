//! Tables of expressions with Flink's answers. The format is in `sql/FORMAT.md`.

use crate::differences::CRASH;
use crate::engine::{Ran, Way, run};
use crate::rows::{same, sort_maps};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use waterwheel::failure::Cause;

/// One expression over the table in force where it stands.
#[derive(Clone, Debug)]
pub struct Question {
    /// `file:line`.
    pub place: String,
    expression: String,
    answer: String,
    settings: String,
    /// Columns as in CREATE TABLE; `None`: a query without FROM.
    columns: Option<String>,
    rows: Vec<String>,
}

/// The names of all files of `sql/expressions`.
pub fn files() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/expressions");
    let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// All questions of one file of `sql/expressions`.
pub fn questions(file: &str) -> Vec<Question> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/expressions").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut reader = Reader::default();
    for (number, line) in text.lines().enumerate() {
        reader.line(&format!("{file}:{}", number + 1), line);
    }
    reader.questions
}

#[derive(Default)]
struct Reader {
    settings: String,
    columns: Option<String>,
    rows: Vec<String>,
    open: Option<(String, String)>,
    questions: Vec<Question>,
}

impl Reader {
    fn line(&mut self, place: &str, line: &str) {
        if let Some(answer) = line.strip_prefix("    ") {
            let (place, expression) = self.open.take().unwrap_or_else(|| panic!("{place}: an answer without a question"));
            self.questions.push(Question {
                place,
                expression,
                answer: answer.to_owned(),
                settings: self.settings.clone(),
                columns: self.columns.clone(),
                rows: self.rows.clone(),
            });
        } else if let Some(setting) = line.strip_prefix("set ") {
            let (key, value) = setting.split_once('=').expect("set key = value");
            writeln!(self.settings, "SET '{}' = '{}';", key.trim(), value.trim()).unwrap();
        } else if let Some(columns) = line.strip_prefix("table") {
            self.columns = Some(columns.trim().to_owned()).filter(|c| !c.is_empty());
            self.rows.clear();
        } else if line.starts_with('{') {
            self.rows.push(line.to_owned());
        } else if !line.starts_with('#') && !line.trim().is_empty() {
            self.open = Some((place.to_owned(), line.to_owned()));
        }
    }
}

impl Question {
    /// How the list of known differences calls it.
    pub fn name(&self) -> String {
        let file = self.place.split(':').next().unwrap_or_default();
        format!("expression {file} | {}", self.expression)
    }

    /// The expression.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// Whether Flink gives it a value.
    pub fn has_value(&self) -> bool {
        !self.answer.starts_with('!')
    }

    /// Asks the engine; what differs from Flink's answer, if anything. Values only: types are asked through TYPEOF.
    pub fn check(&self, folder: &Path) -> Result<(), String> {
        let ran = run(&self.script(folder), Way::Simulated(1), 1);
        let report = |got: &str| Err(format!("{}\n      Flink: {}\n      here:  {got}", self.expression, self.answer));
        match (ran, self.answer.strip_prefix("! ")) {
            (Ran::Failed(_, failure), _) if failure.cause == Cause::Bug => Err(format!("{CRASH}: {failure}")),
            (Ran::Refused(_), Some(error)) if error.starts_with("plan") => Ok(()),
            (Ran::Failed(..), Some(error)) if error.starts_with("runtime") => Ok(()),
            // Where a constant has no value, whether that shows while planning or running is an engine's own affair.
            (Ran::Refused(_), Some(error)) if error.starts_with("runtime") && self.columns.is_none() => Ok(()),
            (Ran::Printed(lines), None) => {
                let (_, values) = self.answer.split_once(" = ").expect("type = values");
                let tolerance = tolerance(&self.answer);
                let got = final_rows(&lines);
                let equal = same_values(values, &got, tolerance);
                if equal { Ok(()) } else { report(&got.join(" | ")) }
            }
            (Ran::Printed(lines), Some(_)) => report(&format!("{lines:?}")),
            (Ran::Refused(error), _) => report(&format!("refused: {}", error.lines().next().unwrap_or_default())),
            (Ran::Failed(_, failure), _) => report(&format!("failed: {}", failure.message)),
        }
    }

    fn script(&self, folder: &Path) -> String {
        let Some(columns) = &self.columns else { return format!("{}SELECT {};", self.settings, self.expression) };
        let file = self.write_rows(folder);
        format!(
            "{}CREATE TABLE t ({columns}) WITH ('connector' = 'filesystem', 'path' = '{}', 'format' = 'json');\nSELECT {} FROM t;",
            self.settings,
            file.display(),
            self.expression
        )
    }

    fn write_rows(&self, folder: &Path) -> PathBuf {
        let file = folder.join(self.place.replace([':', '.'], "-")).with_extension("json");
        std::fs::write(&file, self.rows.join("\n")).unwrap();
        file
    }
}

fn tolerance(answer: &str) -> f64 {
    if answer.contains("FLOAT") {
        1e-6
    } else if answer.contains("DOUBLE") {
        1e-12
    } else {
        0.0
    }
}

/// The one column of the rows that are left, in the order in which they came.
fn final_rows(lines: &[String]) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for line in lines {
        let Some(row) = crate::rows::parse(line) else { continue };
        let value = row.row[1..row.row.len() - 1].to_owned();
        if row.change.starts_with('+') {
            rows.push(value);
        } else if let Some(at) = rows.iter().rposition(|r| *r == value) {
            rows.remove(at);
        }
    }
    rows
}

/// Flink's values are quoted where they are text and escaped; printed ones are neither.
fn same_values(expected: &str, got: &[String], tolerance: f64) -> bool {
    let expected = split_values(expected);
    expected.len() == got.len() && expected.iter().zip(got).all(|(e, g)| same(&sort_maps(e), &sort_maps(g), tolerance))
}

/// Takes `'a' | NULL | 1` apart into values as a print sink would show them.
fn split_values(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    let mut was_text = false;
    while let Some(c) = chars.next() {
        match c {
            '\'' if quoted && chars.peek() == Some(&'\'') => {
                chars.next();
                value.push('\'');
            }
            '\'' if quoted => quoted = false,
            '\'' if value.trim().is_empty() && !was_text => {
                value.clear();
                (quoted, was_text) = (true, true);
            }
            '\\' => value.push(unescape(&mut chars)),
            '|' if !quoted && value.ends_with(' ') | (was_text && value.is_empty()) => {
                if was_text {
                    // The blank between the closing quote and the bar.
                    value.pop();
                }
                values.push(finish(&mut value, &mut was_text));
            }
            ' ' if !quoted && value.is_empty() => {}
            c => value.push(c),
        }
    }
    values.push(finish(&mut value, &mut was_text));
    values
}

fn unescape(chars: &mut impl Iterator<Item = char>) -> char {
    match chars.next() {
        Some('u') => {
            let code: String = chars.take(4).collect();
            u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).expect("four hexadecimal digits")
        }
        other => other.expect("a character behind the backslash"),
    }
}

fn finish(value: &mut String, was_text: &mut bool) -> String {
    let value = std::mem::take(value);
    let text = std::mem::take(was_text);
    let value = if text { value } else { value.trim_end().to_owned() };
    if !text && value == "NULL" { "null".to_owned() } else { value }
}

#[cfg(test)]
mod tests {
    use super::split_values;

    #[test]
    fn values_come_apart() {
        assert_eq!(split_values("'IT''S' | NULL | 7"), ["IT'S", "null", "7"]);
        assert_eq!(split_values("'a | b' | ' x ' | ''"), ["a | b", " x ", ""]);
        assert_eq!(split_values("'abc  '"), ["abc  "]);
        assert_eq!(split_values(r"'a\\b' | '\u000a'"), ["a\\b", "\n"]);
    }
}
