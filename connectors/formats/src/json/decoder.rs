//! The decoder of `json`: lines to rows, the ordinary way where it can, the exact way where it must.

use super::Reading;
use super::exact::{Exact, Fault, Record};
use super::fast::Fast;
use crate::contract::{Decoder, Progress, Request, Undecodable};
use crate::rows::{DecodedRows, RowBuilder};
use crate::text::time::{Standard, parse_timestamp};
use memchr::memchr;
use std::collections::VecDeque;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::types::{DataType, Field, Kind, Value};

/// How much of a record an error message shows.
const SHOWN_CHARS_MAX: usize = 200;

/// See the module.
pub(super) struct JsonDecoder {
    fields: Arc<[Field]>,
    reading: Reading,
    decimals: bool,
    fast: Fast,
    rows: RowBuilder,
    /// A record that holds more rows than were asked for.
    unpacked: Option<Unpacked>,
}

/// The rows of one record that are not delivered yet.
struct Unpacked {
    rows: VecDeque<Vec<Value>>,
    fault: Option<Fault>,
    /// Rows of the record that are delivered.
    taken: u32,
}

/// How decoding one record ended.
enum Outcome {
    Done,
    /// Decoded up to what stopped it; the record is not used up.
    Skipped,
    /// Rows are left for the next call.
    More {
        taken: u32,
    },
}

impl JsonDecoder {
    pub(super) fn new(fields: Arc<[Field]>, reading: Reading) -> Self {
        let types: Vec<DataType> = fields.iter().map(|f| f.data_type.clone()).collect();
        JsonDecoder {
            decimals: types.iter().any(has_decimal),
            fast: Fast::new(&fields, &reading),
            rows: RowBuilder::new(&types),
            unpacked: None,
            fields,
            reading,
        }
    }

    fn record(&mut self, line: &[u8], taken: u32, rows_max: usize) -> Result<Outcome, Failure> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || (taken == 0 && self.unpacked.is_none() && self.ordinary(line)) {
            return Ok(Outcome::Done);
        }
        let unpacked = match self.unpacked.take() {
            Some(unpacked) => unpacked,
            None => self.unpack(line, taken),
        };
        self.deliver(line, unpacked, rows_max)
    }

    /// Whether the record was decoded the fast way.
    #[inline]
    fn ordinary(&mut self, line: &[u8]) -> bool {
        if line[0] == b'[' {
            return false;
        }
        let Ok(text) = simdutf8::basic::from_utf8(line) else { return false };
        let decoded = self.fast.record(text, &mut self.rows.columns).is_some();
        if decoded {
            self.rows.end_row()
        } else {
            self.rows.give_up_row()
        }
        decoded
    }

    fn unpack(&self, line: &[u8], taken: u32) -> Unpacked {
        let exact = Exact { fields: &self.fields, reading: self.reading, decimals: self.decimals };
        let Record { rows, fault } = exact.record(line);
        Unpacked { rows: rows.into_iter().skip(taken as usize).collect(), fault, taken }
    }

    fn deliver(&mut self, line: &[u8], mut unpacked: Unpacked, rows_max: usize) -> Result<Outcome, Failure> {
        while self.rows.rows() < rows_max
            && let Some(row) = unpacked.rows.pop_front()
        {
            self.rows.append(&row);
            unpacked.taken += 1;
        }
        if unpacked.rows.is_empty() {
            match &unpacked.fault {
                None => return Ok(Outcome::Done),
                Some(_) if self.reading.ignore_parse_errors => return Ok(Outcome::Skipped),
                Some(fault) if self.rows.rows() == 0 => return Err(failure(fault, line)),
                Some(_) => {}
            }
        }
        let taken = unpacked.taken;
        self.unpacked = Some(unpacked);
        Ok(Outcome::More { taken })
    }
}

fn has_decimal(data_type: &DataType) -> bool {
    match &data_type.kind {
        Kind::Decimal { .. } => true,
        Kind::Array(element) | Kind::Multiset(element) => has_decimal(element),
        Kind::Map(key, value) => has_decimal(key) || has_decimal(value),
        Kind::Row(fields) => fields.iter().any(|f| has_decimal(&f.data_type)),
        _ => false,
    }
}

impl Decoder for JsonDecoder {
    fn decode(&mut self, input: &[u8], request: &Request) -> Result<Progress, Undecodable> {
        let mut progress = Progress { rows_taken: request.rows_taken, ..Progress::default() };
        while progress.consumed < input.len() && self.rows.rows() < request.rows_max {
            let rest = &input[progress.consumed..];
            let (line, length) = match memchr(b'\n', rest) {
                Some(end) => (&rest[..end], end + 1),
                None if request.is_last => (rest, rest.len()),
                None => break,
            };
            let outcome = self.record(line, progress.rows_taken, request.rows_max);
            match outcome.map_err(|failure| Undecodable { at: progress.consumed, failure })? {
                Outcome::More { taken } => {
                    progress.rows_taken = taken;
                    progress.is_waiting = true;
                    break;
                }
                done => {
                    progress.undecodable += u64::from(matches!(done, Outcome::Skipped));
                    progress.consumed += length;
                    progress.rows_taken = 0;
                }
            }
        }
        Ok(progress)
    }

    fn rows(&self) -> usize {
        self.rows.rows()
    }

    fn finish(&mut self) -> DecodedRows {
        self.rows.finish()
    }

    fn reset(&mut self) {
        self.rows.reset();
        self.unpacked = None;
    }
}

fn failure(fault: &Fault, line: &[u8]) -> Failure {
    let message = match fault {
        Fault::Malformed(m) => format!("not valid JSON at byte {}: expected {}", m.at, m.expected),
        Fault::Value { path, found, expected } => format!("field `{}`: expected {expected}, found {}", dotted(path), shortened(found)),
        Fault::Missing => "a field is missing that 'json.fail-on-missing-field' demands".into(),
        Fault::NotARow(found) => format!("expected a JSON object or an array of objects, found {}", shortened(found)),
    };
    let record = String::from_utf8_lossy(line);
    Failure::data(message).at(format!("record {}", shortened(&record))).hint(
        timestamp_hint(fault).unwrap_or_else(|| "'json.ignore-parse-errors' = 'true' makes such fields NULL and skips such records".into()),
    )
}

/// How a value that is no timestamp as the table has it could be read as one.
fn timestamp_hint(fault: &Fault) -> Option<String> {
    let Fault::Value { found, expected, path } = fault else { return None };
    if !expected.starts_with("TIMESTAMP") {
        return None;
    }
    if found.parse::<f64>().is_ok() {
        let field = dotted(path);
        return Some(format!("declare `{field}` as BIGINT and compute the time of its milliseconds: `ts AS TO_TIMESTAMP_LTZ({field}, 3)`"));
    }
    let text = found.trim_matches('"');
    let forms =
        [("SQL", Standard::Sql), ("ISO-8601", Standard::Iso)].map(|(name, standard)| [(name, standard, false), (name, standard, true)]);
    let fits = |(_, standard, instant): &&(&str, Standard, bool)| parse_timestamp(text, *standard, *instant).is_some();
    let (name, _, instant) = forms.as_flattened().iter().find(fits)?;
    let column = if *instant { "TIMESTAMP_LTZ(3)" } else { "TIMESTAMP(3)" };
    Some(format!("'json.timestamp-format.standard' = '{name}' reads it in a column of type {column}"))
}

fn dotted(path: &[String]) -> String {
    path.iter().rev().map(String::as_str).collect::<Vec<_>>().join(".")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS_MAX) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
