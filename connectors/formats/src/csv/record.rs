//! Telling the cells of a record apart.

use super::Dialect;
use memchr::{memchr, memchr2, memchr3};
use std::ops::Range;

/// What stands at the front of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A record whose cells are in the splitter, this many bytes long with its line end.
    Record(usize),
    /// A comment.
    Nothing(usize),
    /// Something that is no record, with its line end: what was expected, and whether the rest of the line is in order.
    Malformed(usize, Mistake),
    /// The beginning of a record whose end is not there.
    Incomplete,
}

/// What is wrong with the quotes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) expected: &'static str,
    /// A second one was found behind it: where the record ends is a guess. Flink does not skip such records.
    pub(super) is_repeated: bool,
}

/// One cell: a stretch of the input, or of the text that had to be rewritten.
#[derive(Clone, Debug)]
enum Cell {
    Plain(Range<usize>),
    Rewritten(Range<usize>),
}

/// Splits records; keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    cells: Vec<Cell>,
    rewritten: Vec<u8>,
}

/// How a cell ended.
enum End {
    /// At a delimiter, which is passed.
    Delimiter(usize),
    /// At a line end or the end of the input.
    Line(usize),
    Malformed(usize, &'static str),
    Incomplete,
}

impl Splitter {
    /// How many cells the record has.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The text of a cell of the record in `input`.
    pub(super) fn cell<'a>(&'a self, input: &'a [u8], at: usize) -> Option<&'a [u8]> {
        Some(match self.cells.get(at)? {
            Cell::Plain(range) => &input[range.clone()],
            Cell::Rewritten(range) => &self.rewritten[range.clone()],
        })
    }

    /// Splits the record at the front of `input`, which is not empty.
    pub(super) fn split(&mut self, input: &[u8], is_last: bool, dialect: &Dialect) -> Found {
        self.cells.clear();
        self.rewritten.clear();
        if dialect.comments && is_comment_or_blank(input) {
            return match memchr(b'\n', input) {
                Some(end) => Found::Nothing(end + 1),
                None if is_last => Found::Nothing(input.len()),
                None => Found::Incomplete,
            };
        }
        let mut at = if input.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut mistake: Option<Mistake> = None;
        loop {
            let quoted = dialect.quote.is_some() && input.get(at).copied() == dialect.quote;
            let end = if quoted { self.quoted(input, at + 1, is_last, dialect) } else { self.plain(input, at, is_last, dialect) };
            match end {
                End::Delimiter(behind) => at = behind,
                End::Line(end) => return line_end(input, end, is_last, mistake),
                End::Incomplete => return Found::Incomplete,
                End::Malformed(from, expected) => {
                    // The rest is passed cell by cell, for a later one may hold a line end; it begins, as in Flink, behind the
                    // character that was not expected.
                    mistake = Some(Mistake { expected, is_repeated: mistake.is_some() });
                    at = input.len().min(from + 1);
                }
            }
        }
    }

    fn plain(&mut self, input: &[u8], from: usize, is_last: bool, dialect: &Dialect) -> End {
        if let Some(escape) = dialect.escape {
            return self.escaped(input, from, is_last, dialect.delimiter, escape);
        }
        let found = memchr3(dialect.delimiter, b'\n', b'\r', &input[from..]).map(|found| from + found);
        if found.is_none() && !is_last {
            return End::Incomplete;
        }
        let end = found.unwrap_or(input.len());
        self.cells.push(Cell::Plain(from..end));
        ended(input, end, dialect.delimiter)
    }

    /// A cell without quotes in a dialect with an escape character.
    fn escaped(&mut self, input: &[u8], mut at: usize, is_last: bool, delimiter: u8, escape: u8) -> End {
        let start = self.rewritten.len();
        while let Some(&byte) = input.get(at) {
            if byte == delimiter || byte == b'\n' || byte == b'\r' {
                break;
            }
            match (byte == escape, input.get(at + 1)) {
                (true, Some(&next)) => {
                    self.rewritten.push(unescaped(next));
                    at += 1;
                }
                (true, None) if !is_last => return End::Incomplete,
                _ => self.rewritten.push(byte),
            }
            at += 1;
        }
        if at == input.len() && !is_last {
            return End::Incomplete;
        }
        self.cells.push(Cell::Rewritten(start..self.rewritten.len()));
        ended(input, at, delimiter)
    }

    /// A quoted cell, from behind its quote.
    fn quoted(&mut self, input: &[u8], from: usize, is_last: bool, dialect: &Dialect) -> End {
        let quote = dialect.quote.expect("a quoted cell has a quote");
        let start = self.rewritten.len();
        let (mut at, mut copied) = (from, from);
        loop {
            let found = memchr2(quote, dialect.escape.unwrap_or(quote), &input[at..]).map(|found| at + found);
            let Some(stop) = found else {
                return if is_last { End::Malformed(input.len(), "a closing quote") } else { End::Incomplete };
            };
            let Some(next) = input.get(stop + 1).copied() else {
                if !is_last {
                    return End::Incomplete;
                }
                return self.close(input, (start, from, copied, stop), dialect.delimiter, is_last);
            };
            if input[stop] != quote || next == quote {
                self.rewritten.extend_from_slice(&input[copied..stop]);
                self.rewritten.push(if input[stop] == quote { quote } else { unescaped(next) });
                (at, copied) = (stop + 2, stop + 2);
                continue;
            }
            return self.close(input, (start, from, copied, stop), dialect.delimiter, is_last);
        }
    }

    /// Ends a quoted cell at its closing quote `stop`; only blanks may follow in the cell.
    fn close(&mut self, input: &[u8], (start, from, copied, stop): (usize, usize, usize, usize), delimiter: u8, is_last: bool) -> End {
        if copied == from {
            self.cells.push(Cell::Plain(from..stop));
        } else {
            self.rewritten.extend_from_slice(&input[copied..stop]);
            self.cells.push(Cell::Rewritten(start..self.rewritten.len()));
        }
        let mut at = stop + 1;
        while input.get(at).is_some_and(|b| matches!(b, b' ' | b'\t') && *b != delimiter) {
            at += 1;
        }
        match input.get(at) {
            None if !is_last => End::Incomplete,
            Some(&byte) if byte != delimiter && byte != b'\n' && byte != b'\r' => {
                End::Malformed(at, "a delimiter or a line end behind a closing quote")
            }
            _ => ended(input, at, delimiter),
        }
    }
}

/// Where there are comments, lines without anything are none of the records either.
fn is_comment_or_blank(input: &[u8]) -> bool {
    matches!(input.iter().find(|b| **b != b' '), Some(b'#' | b'\n' | b'\r'))
}

fn ended(input: &[u8], at: usize, delimiter: u8) -> End {
    if input.get(at) == Some(&delimiter) { End::Delimiter(at + 1) } else { End::Line(at) }
}

/// Passes the line end at `end`: a line feed, a carriage return, or both.
fn line_end(input: &[u8], end: usize, is_last: bool, mistake: Option<Mistake>) -> Found {
    let length = match (input.get(end), input.get(end + 1)) {
        (None, _) => end,
        (Some(b'\r'), Some(b'\n')) => end + 2,
        (Some(b'\r'), None) if !is_last => return Found::Incomplete,
        _ => end + 1,
    };
    mistake.map_or(Found::Record(length), |mistake| Found::Malformed(length, mistake))
}

fn unescaped(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'0' => 0,
        other => other,
    }
}
