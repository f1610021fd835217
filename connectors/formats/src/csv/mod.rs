//! The format `csv`: a record is a line of cells, in the order of the columns; a quoted cell may hold line ends.
//!
//! Cells are matched with columns by position alone: there is no header. All of a record's cells are told apart, but only those
//! that are wanted are read.

mod cell;
mod decoder;
mod encoder;
mod record;
#[cfg(test)]
mod tests;

use crate::contract::{Decode, Decoding, Encoding, Format, Framing};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::connector::{OptionSpec, OptionType, Options};
use waterwheel::types::{DataType, Field, Kind, Schema};

/// The format `csv`.
#[derive(Debug)]
pub(crate) struct Csv;

const OPTIONS: &[OptionSpec] = &[
    OptionSpec::new("field-delimiter", OptionType::Text, ",", "the character that separates cells; \\t is a tab"),
    OptionSpec::new("disable-quote-character", OptionType::Flag, "false", "no cell is quoted"),
    OptionSpec::new("quote-character", OptionType::Text, "\"", "the character that a quoted cell stands between"),
    OptionSpec::new("allow-comments", OptionType::Flag, "false", "lines that begin with # are left out when reading"),
    OptionSpec::new(
        "ignore-parse-errors",
        OptionType::Flag,
        "false",
        "a cell that cannot be read is NULL, a record that cannot be read is skipped",
    ),
    OptionSpec::new("array-element-delimiter", OptionType::Text, ";", "what separates the elements of an ARRAY or ROW in a cell"),
    OptionSpec::new("escape-character", OptionType::Text, "", "the character that takes the next one's meaning away"),
    OptionSpec::new("null-literal", OptionType::Text, "", "the cell that is NULL; without it none is when reading, and nothing is written"),
    OptionSpec::new(
        "write-bigdecimal-in-scientific-notation",
        OptionType::Flag,
        "true",
        "accepted for Flink's sake: 2.3 writes the same either way",
    ),
];

/// The characters with a meaning, and the other options.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    pub(crate) quote: Option<u8>,
    pub(crate) escape: Option<u8>,
    pub(crate) comments: bool,
    pub(crate) ignore_parse_errors: bool,
    pub(crate) element_delimiter: String,
    pub(crate) null_literal: Option<String>,
}

impl Dialect {
    fn from_options(options: &Options<'_>) -> Result<Self, Failure> {
        let no_quote = options.flag("disable-quote-character")?;
        if no_quote && options.is_given("quote-character") {
            return Err(Failure::world(
                "options 'csv.quote-character' and 'csv.disable-quote-character' contradict each other: expected one of them",
            ));
        }
        Ok(Dialect {
            delimiter: field_delimiter(options)?,
            quote: if no_quote { None } else { Some(character(options, "quote-character")?.unwrap_or(b'"')) },
            escape: character(options, "escape-character")?,
            comments: options.flag("allow-comments")?,
            ignore_parse_errors: options.flag("ignore-parse-errors")?,
            element_delimiter: element_delimiter(options)?,
            null_literal: options.get("null-literal").map(str::to_owned),
        })
    }

    /// Lines can be told apart anywhere only when no line feed can stand in a cell.
    fn framing(&self) -> Framing {
        if self.quote.is_none() && self.escape.is_none() { Framing::Lines } else { Framing::Sequential }
    }
}

/// A single character as it is.
fn character(options: &Options<'_>, key: &str) -> Result<Option<u8>, Failure> {
    let Some(text) = options.get(key) else { return Ok(None) };
    ascii(text).map(Some).ok_or_else(|| options.refused(key, text, "a single ASCII character"))
}

fn ascii(text: &str) -> Option<u8> {
    text.as_bytes().first().copied().filter(|byte| text.len() == 1 && byte.is_ascii())
}

/// The one character that may be written as in Java: `\t`, `\u0001`.
fn field_delimiter(options: &Options<'_>) -> Result<u8, Failure> {
    let key = "field-delimiter";
    let text = options.required(key)?;
    let delimiter = unescaped(text).filter(|byte| !matches!(byte, b'\n' | b'\r'));
    delimiter.ok_or_else(|| options.refused(key, text, "a single ASCII character that ends no line"))
}

/// A character, or what a backslash makes of the one behind it, or of four hexadecimal digits behind a `u`.
fn unescaped(text: &str) -> Option<u8> {
    let Some(escaped) = text.strip_prefix('\\') else { return ascii(text) };
    match escaped {
        "t" => Some(b'\t'),
        "b" => Some(8),
        "f" => Some(12),
        "n" => Some(b'\n'),
        "r" => Some(b'\r'),
        _ => match escaped.strip_prefix('u') {
            Some(digits) => u8::from_str_radix(digits, 16).ok().filter(u8::is_ascii),
            None => ascii(escaped),
        },
    }
}

fn element_delimiter(options: &Options<'_>) -> Result<String, Failure> {
    let key = "array-element-delimiter";
    let text = options.get(key).unwrap_or_default();
    if text.chars().count() == 1 { Ok(text.to_owned()) } else { Err(options.refused(key, text, "a single character")) }
}

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "one line of cells per row, without a header; cells are in the order of the columns"
    }

    fn options(&self) -> &'static [OptionSpec] {
        OPTIONS
    }

    fn decoding(&self, options: &Options<'_>, decode: &Decode<'_>) -> Result<Decoding, Failure> {
        let dialect = Dialect::from_options(options)?;
        check_types(&decode.schema.fields)?;
        let fields: Arc<[Field]> = decode.schema.fields.clone().into();
        let columns = decode.columns.to_vec();
        let framing = dialect.framing();
        Ok(Decoding::new(framing, move || Box::new(decoder::CsvDecoder::new(Arc::clone(&fields), columns.clone(), dialect.clone()))))
    }

    fn encoding(&self, options: &Options<'_>, schema: &Schema) -> Result<Encoding, Failure> {
        let dialect = Dialect::from_options(options)?;
        check_types(&schema.fields)?;
        let types = schema.types();
        Ok(Encoding::new(move || Box::new(encoder::CsvEncoder::new(types.clone(), dialect.clone()))))
    }
}

fn check_types(fields: &[Field]) -> Result<(), Failure> {
    fields.iter().try_for_each(|field| check_type(&field.data_type, 0).map_err(|f| f.at(format!("column `{}`", field.name))))
}

/// A cell holds a scalar, or scalars between delimiters.
fn check_type(data_type: &DataType, depth: u8) -> Result<(), Failure> {
    match &data_type.kind {
        Kind::Array(element) if depth == 0 => check_type(element, 1),
        Kind::Row(fields) if depth == 0 => fields.iter().try_for_each(|f| check_type(&f.data_type, 1)),
        Kind::Array(_) | Kind::Row(_) | Kind::Map(..) | Kind::Multiset(_) | Kind::Structured(..) | Kind::Bitmap | Kind::Variant => {
            Err(Failure::world(format!("format 'csv': a cell cannot hold {data_type}")).hint("cast it to STRING, or use the format 'json'"))
        }
        _ => Ok(()),
    }
}
