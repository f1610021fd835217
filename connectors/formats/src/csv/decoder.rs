//! The decoder of `csv`.

use super::Dialect;
use super::cell::CellReader;
use super::record::{Found, Splitter};
use crate::contract::{Decoder, Progress, Request, Undecodable};
use crate::rows::{DecodedRows, RowBuilder};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::types::{DataType, Field};

/// See the module.
pub(super) struct CsvDecoder {
    fields: Arc<[Field]>,
    /// The cells wanted, by position.
    columns: Vec<usize>,
    dialect: Dialect,
    splitter: Splitter,
    rows: RowBuilder,
}

impl CsvDecoder {
    pub(super) fn new(fields: Arc<[Field]>, columns: Vec<usize>, dialect: Dialect) -> Self {
        let types: Vec<DataType> = columns.iter().map(|&c| fields[c].data_type.clone()).collect();
        CsvDecoder { rows: RowBuilder::new(&types), fields, columns, dialect, splitter: Splitter::default() }
    }

    /// Appends the record that the splitter holds.
    fn append(&mut self, input: &[u8]) -> Result<(), Failure> {
        self.check_length(input)?;
        let reader = CellReader {
            element_delimiter: &self.dialect.element_delimiter,
            null_literal: self.dialect.null_literal.as_deref(),
            ignore_parse_errors: self.dialect.ignore_parse_errors,
        };
        for (builder, &column) in self.rows.columns.iter_mut().zip(&self.columns) {
            let field = &self.fields[column];
            let Some(cell) = self.splitter.cell(input, column) else {
                builder.append_null();
                continue;
            };
            let text =
                simdutf8::basic::from_utf8(cell).map_err(|_| Failure::data(format!("column `{}`: the cell is not UTF-8", field.name)))?;
            reader.append(text, &field.data_type, builder).ok_or_else(|| misfit(field, text))?;
        }
        self.rows.end_row();
        Ok(())
    }

    /// One cell too many is none when it is blank: a delimiter at the end of the line. Cells may be missing, and are NULL, as
    /// long as the record has as many as are wanted: Flink counts them without looking which.
    fn check_length(&self, input: &[u8]) -> Result<(), Failure> {
        let (all, wanted, found) = (self.fields.len(), self.columns.len(), self.splitter.len());
        let is_blank = |cell: &[u8]| cell.trim_ascii().is_empty();
        if found == all + 1 && self.splitter.cell(input, all).is_some_and(is_blank) {
            return Ok(());
        }
        let enough = found >= wanted || self.dialect.ignore_parse_errors;
        if found <= all && enough {
            return Ok(());
        }
        Err(Failure::data(format!("expected {all} cells, one for each column of the table, found {found}")))
    }

    /// The failure with the record in which it was found, and what to do about it.
    fn described(&self, failure: Failure, record: &[u8]) -> Failure {
        let shown: String = String::from_utf8_lossy(record).trim_end().chars().take(200).collect();
        failure.at(format!("record {shown}")).hint(match self.dialect.ignore_parse_errors {
            true => "its quotes do not tell where it ends, so that 'csv.ignore-parse-errors' cannot skip it: correct the file",
            false => "'csv.ignore-parse-errors' = 'true' makes such cells NULL and skips such records",
        })
    }
}

fn misfit(field: &Field, text: &str) -> Failure {
    let shown: String = text.chars().take(200).collect();
    Failure::data(format!("column `{}`: expected {}, found {shown:?}", field.name, field.data_type.with_nullable(true)))
}

impl Decoder for CsvDecoder {
    fn decode(&mut self, input: &[u8], request: &Request) -> Result<Progress, Undecodable> {
        let mut progress = Progress::default();
        while progress.consumed < input.len() && self.rows.rows() < request.rows_max {
            let rest = &input[progress.consumed..];
            let mut is_skipped = self.dialect.ignore_parse_errors;
            let (length, outcome) = match self.splitter.split(rest, request.is_last, &self.dialect) {
                Found::Incomplete => break,
                Found::Nothing(length) => (length, Ok(())),
                Found::Malformed(length, mistake) => {
                    is_skipped &= !mistake.is_repeated;
                    (length, Err(Failure::data(format!("expected {}", mistake.expected))))
                }
                Found::Record(length) => {
                    let appended = self.append(rest);
                    if appended.is_err() {
                        self.rows.give_up_row();
                    }
                    (length, appended)
                }
            };
            if let Err(failure) = outcome {
                if self.rows.rows() > 0 && !is_skipped {
                    progress.is_waiting = true;
                    break;
                }
                if !is_skipped {
                    return Err(Undecodable { at: progress.consumed, failure: self.described(failure, &rest[..length]) });
                }
                progress.undecodable += 1;
            }
            progress.consumed += length;
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
    }
}
