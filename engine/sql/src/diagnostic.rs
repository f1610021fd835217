//! Errors in a script, as the user sees them.
//!
//! A [`Diagnostic`] knows what is wrong, where, and sometimes what to type instead. It does not hold the script: whoever
//! has both renders it.

use crate::span::Span;

/// The widest piece of a source line that is shown, in columns.
const LINE_COLUMNS_MAX: usize = 120;
/// What stands left of a clipped line, in columns, before the place in question.
const CONTEXT_COLUMNS: usize = 40;
/// How far a source line is indented.
const INDENT: &str = "    ";

/// One error of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The characters that are wrong; `None` if it is nothing in particular.
    pub span: Option<Span>,
    /// What to type instead, where that can be known.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), span: Some(span), hint: None }
    }

    /// The same error with a hint.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error, placed at `span` if it has no place yet.
    pub fn or_at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// The error as lines of text, each ended: `file:LINE:COLUMN: error: message`, the source line, carets under the
    /// span, `hint: ...`.
    ///
    /// Lines and columns count from 1, columns in characters. A tab is shown as a blank; a long line is cut around the
    /// span; of a span over several lines the first is shown.
    pub fn render(&self, script: &str, file_name: &str) -> String {
        let mut out = match self.span.map(|span| Excerpt::new(script, span)) {
            None => format!("{file_name}: error: {}\n", self.message),
            Some(excerpt) => {
                let place = format!("{file_name}:{}:{}", excerpt.line, excerpt.column);
                format!("{place}: error: {}\n{}", self.message, excerpt.picture())
            }
        };
        if let Some(hint) = &self.hint {
            out.push_str(&format!("hint: {hint}\n"));
        }
        out
    }
}

impl std::fmt::Display for Diagnostic {
    /// The message alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

/// The line a span begins on, cut at the span's ends.
struct Excerpt<'a> {
    /// Number of the line, from 1.
    line: usize,
    /// Number of the span's first character, from 1.
    column: usize,
    before: &'a str,
    marked: &'a str,
    after: &'a str,
}

impl<'a> Excerpt<'a> {
    fn new(script: &'a str, span: Span) -> Self {
        let start = floor_boundary(script, span.start);
        let end = floor_boundary(script, span.end).max(start);
        let line_start = script[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = script[start..].find('\n').map_or(script.len(), |i| start + i);
        let before = &script[line_start..start];
        Self {
            line: script[..start].matches('\n').count() + 1,
            column: before.chars().count() + 1,
            before,
            marked: &script[start..end.min(line_end)],
            after: script[end.min(line_end)..line_end].trim_end_matches('\r'),
        }
    }

    /// The source line and, below it, the carets; both end with a newline.
    fn picture(&self) -> String {
        let before = clip_front(self.before);
        let marked = clip_back(self.marked, LINE_COLUMNS_MAX - before.chars().map(columns).sum::<usize>());
        let used: usize = before.chars().chain(marked.chars()).map(columns).sum();
        let after = clip_back(self.after, LINE_COLUMNS_MAX.saturating_sub(used));
        let indent_columns: usize = before.chars().map(columns).sum();
        let caret_columns: usize = marked.chars().map(columns).sum();
        let line = format!("{INDENT}{before}{marked}{after}");
        let carets = format!("{INDENT}{}{}", " ".repeat(indent_columns), "^".repeat(caret_columns.max(1)));
        format!("{}\n{carets}\n", line.trim_end())
    }
}

/// The offset itself, or the next smaller one that lies between two characters.
fn floor_boundary(script: &str, offset: usize) -> usize {
    let offset = offset.min(script.len());
    (0..=offset).rev().find(|&i| script.is_char_boundary(i)).unwrap_or(0)
}

/// How a character is shown: control characters as a blank.
fn shown(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// How many columns of a terminal a character takes: two for the wide scripts of East Asia and for emoji, none for marks
/// that combine with the letter before them.
fn columns(c: char) -> usize {
    match c as u32 {
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f => 2,
        0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// The end of `text`, at most [`CONTEXT_COLUMNS`] wide if the whole is too long for a line.
fn clip_front(text: &str) -> String {
    let width: usize = text.chars().map(columns).sum();
    if width <= LINE_COLUMNS_MAX / 2 {
        return text.chars().map(shown).collect();
    }
    let mut left = CONTEXT_COLUMNS;
    let kept = text.chars().rev().take_while(|&c| take_columns(&mut left, c)).count();
    let skipped = text.chars().count() - kept;
    std::iter::once('…').chain(text.chars().skip(skipped).map(shown)).collect()
}

/// The start of `text`, at most `width_max` wide, an ellipsis in place of the rest.
fn clip_back(text: &str, width_max: usize) -> String {
    let width: usize = text.chars().map(columns).sum();
    if width <= width_max {
        return text.chars().map(shown).collect();
    }
    let mut left = width_max.saturating_sub(1);
    let kept = text.chars().take_while(|&c| take_columns(&mut left, c)).map(shown);
    kept.chain(std::iter::once('…')).collect()
}

/// Takes the columns of `c` from `left`; false, and nothing taken, if there are not enough.
fn take_columns(left: &mut usize, c: char) -> bool {
    let fits = columns(c) <= *left;
    if fits {
        *left -= columns(c);
    }
    fits
}

/// The candidate most like `name`, for "did you mean"; `None` if none is close.
///
/// Case does not matter. Close is at most one edit per three characters (a letter more, less, another, or two swapped),
/// at least one. Of equally close candidates the first wins.
///
/// ```
/// use waterwheel_sql::diagnostic::nearest;
/// assert_eq!(nearest("user_idd", ["id", "user_id", "name"]), Some("user_id"));
/// assert_eq!(nearest("price", ["id", "name"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let edits_max = (wanted.len() / 3).max(1);
    let close = candidates.into_iter().filter_map(|candidate| {
        let other: Vec<char> = candidate.to_lowercase().chars().collect();
        let edits = if wanted.len().abs_diff(other.len()) > edits_max { usize::MAX } else { edit_distance(&wanted, &other) };
        (edits <= edits_max && edits < other.len().max(1)).then_some((edits, candidate))
    });
    close.min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
}

/// Names in back-ticks for a hint: the first twenty.
pub(crate) fn some_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 20;
    let mut names = names.map(|name| format!("`{name}`"));
    let mut text = names.by_ref().take(SHOWN).collect::<Vec<_>>().join(", ");
    if names.next().is_some() {
        text.push_str(" …");
    }
    text
}

/// Damerau–Levenshtein distance with adjacent swaps (optimal string alignment).
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(script: &str, marked: &str) -> String {
        let start = script.find(marked).unwrap();
        Diagnostic::at(Span::new(start, start + marked.len()), "wrong").render(script, "job.sql")
    }

    #[test]
    fn the_line_and_carets_are_shown_with_the_place() {
        let text = render("SELECT a,\n  bb c\nFROM t", "bb");
        assert_eq!(text, "job.sql:2:3: error: wrong\n      bb c\n      ^^\n");
    }

    #[test]
    fn a_hint_comes_last_and_a_missing_span_shows_no_line() {
        let diagnostic = Diagnostic { message: "wrong".into(), span: None, hint: Some("do right".into()) };
        assert_eq!(diagnostic.render("x", "job.sql"), "job.sql: error: wrong\nhint: do right\n");
    }

    #[test]
    fn tabs_and_wide_characters_keep_the_carets_in_place() {
        assert_eq!(render("\tSELECT\tx1", "x1"), "job.sql:1:9: error: wrong\n     SELECT x1\n            ^^\n");
        assert_eq!(render("'日本' é bad", "bad"), "job.sql:1:8: error: wrong\n    '日本' é bad\n             ^^^\n");
        assert_eq!(render("a\r\nbad\r\n", "bad"), "job.sql:2:1: error: wrong\n    bad\n    ^^^\n");
    }

    #[test]
    fn an_empty_span_at_the_end_gets_one_caret() {
        let diagnostic = Diagnostic::at(Span::new(8, 8), "wrong");
        assert_eq!(diagnostic.render("SELECT 1", "j"), "j:1:9: error: wrong\n    SELECT 1\n            ^\n");
    }

    #[test]
    fn a_span_over_lines_marks_the_first_only() {
        assert_eq!(render("SELECT 'a\nb'", "'a\nb'"), "job.sql:1:8: error: wrong\n    SELECT 'a\n           ^^\n");
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let script = format!("{}bad{}", "x, ".repeat(1000), ", y".repeat(1000));
        let text = render(&script, "bad");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "job.sql:1:3001: error: wrong");
        assert!(lines[1].chars().count() <= LINE_COLUMNS_MAX + INDENT.len(), "{}", lines[1]);
        assert_eq!(lines[1].find("bad").map(|i| lines[1][..i].chars().count()), lines[2].find("^^^"));
        let endless = "z".repeat(5000);
        assert!(render(&endless, &endless).lines().all(|l| l.chars().count() <= LINE_COLUMNS_MAX + INDENT.len()));
    }

    #[test]
    fn a_span_from_another_script_does_not_panic() {
        assert!(Diagnostic::at(Span::new(2, 900), "wrong").render("é", "j").starts_with("j:1:2: error"));
        assert!(Diagnostic::at(Span::new(1, 2), "wrong").render("é", "j").starts_with("j:1:1: error"));
    }

    #[test]
    fn nearest_finds_typing_errors_and_nothing_else() {
        assert_eq!(nearest("SELCET", ["INSERT", "SELECT"]), Some("SELECT"));
        assert_eq!(nearest("Prices", ["price", "prize"]), Some("price"));
        assert_eq!(nearest("ab", ["xy", "abc"]), Some("abc"));
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("quantity", ["id", "price"]), None);
        assert_eq!(nearest("x", []), None);
    }
}
