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
use crate::options::Options;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::connector::OptionSpec;
use waterwheel::types::{DataType, Field, Kind, Schema};

/// The format `csv`.
#[derive(Debug)]
pub(crate) struct Csv;

const OPTIONS: &[OptionSpec] = &[
    OptionSpec { key: "field-delimiter", doc: "what separates cells (default ,); \\t is a tab", required: false },
    OptionSpec { key: "disable-quote-character", doc: "no cell is quoted (default false)", required: false },
    OptionSpec { key: "quote-character", doc: "what a quoted cell stands between (default \")", required: false },
    OptionSpec { key: "allow-comments", doc: "lines that begin with # are left out when reading (default false)", required: false },
    OptionSpec {
        key: "ignore-parse-errors",
        doc: "a cell that cannot be read is NULL, a record that cannot be read is skipped (default false: fail)",
        required: false,
    },
    OptionSpec {
        key: "array-element-delimiter",
        doc: "what separates the elements of an ARRAY or ROW in a cell (default ;)",
        required: false,
    },
    OptionSpec { key: "escape-character", doc: "takes the next character's meaning away (default: none)", required: false },
    OptionSpec { key: "null-literal", doc: "the cell that is NULL (default: none when reading, nothing when writing)", required: false },
    OptionSpec {
        key: "write-bigdecimal-in-scientific-notation",
        doc: "accepted for Flink's sake: 2.3 writes the same either way",
        required: false,
    },
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
        let no_quote = options.flag("disable-quote-character", false)?;
        if no_quote && options.get("quote-character").is_some() {
            return Err(Failure::world(
                "options 'csv.quote-character' and 'csv.disable-quote-character' contradict each other: expected one of them",
            ));
        }
        options.flag("write-bigdecimal-in-scientific-notation", true)?;
        Ok(Dialect {
            delimiter: character(options, "field-delimiter")?.unwrap_or(b','),
            quote: if no_quote { None } else { Some(character(options, "quote-character")?.unwrap_or(b'"')) },
            escape: character(options, "escape-character")?,
            comments: options.flag("allow-comments", false)?,
            ignore_parse_errors: options.flag("ignore-parse-errors", false)?,
            element_delimiter: options.get("array-element-delimiter").unwrap_or(";").to_owned(),
            null_literal: options.get("null-literal").map(str::to_owned),
        })
    }

    /// Lines can be told apart anywhere only when no line feed can stand in a cell.
    fn framing(&self) -> Framing {
        if self.quote.is_none() && self.escape.is_none() { Framing::Lines } else { Framing::Sequential }
    }
}

/// A single character, perhaps written as in Java (`\t`, `\u0001`).
fn character(options: &Options<'_>, key: &str) -> Result<Option<u8>, Failure> {
    let Some(text) = options.get(key) else { return Ok(None) };
    let code = match text {
        "\\t" => Some(b'\t'),
        "\\\\" => Some(b'\\'),
        _ => match text.strip_prefix("\\u") {
            Some(digits) => u8::from_str_radix(digits, 16).ok().filter(u8::is_ascii),
            None => text.as_bytes().first().copied().filter(|b| text.len() == 1 && b.is_ascii()),
        },
    };
    code.map(Some).ok_or_else(|| options.unsupported(key, text, "a single ASCII character"))
}

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
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
        Kind::Array(_) | Kind::Row(_) | Kind::Map(..) | Kind::Multiset(_) => {
            Err(Failure::world(format!("format 'csv': a cell cannot hold {data_type}")).hint("cast it to STRING, or use the format 'json'"))
        }
        _ => Ok(()),
    }
}
