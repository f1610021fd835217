//! The format `json`: a line is an object (a row) or an array of objects (rows).
//!
//! Two decoders stand behind it. [`exact`] walks the tokens of a record as Flink's own decoder does, oddities included, value by
//! value; it defines the answers. [`fast`] takes ordinary lines straight into column builders and gives up on whatever is not
//! ordinary; such a line is decoded again by `exact`. Tests compare the two.

mod decoder;
mod encoder;
mod exact;
mod fast;
mod scalar;
mod skip;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;

use crate::contract::{Decode, Decoding, Encoding, Format, Framing};
use crate::text::time::Standard;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::connector::{OptionSpec, OptionType, Options};
use waterwheel::types::{DataType, Field, Kind, Schema};

/// The format `json`.
#[derive(Debug)]
pub(crate) struct Json;

const OPTIONS: &[OptionSpec] = &[
    OptionSpec::new("fail-on-missing-field", OptionType::Flag, "false", "fail when a record lacks a column's field, instead of NULL"),
    OptionSpec::new(
        "ignore-parse-errors",
        OptionType::Flag,
        "false",
        "a field that cannot be read is NULL, a record that cannot be read is skipped",
    ),
    OptionSpec::new(
        "timestamp-format.standard",
        OptionType::OneOf(&["SQL", "ISO-8601"]),
        "SQL",
        "2024-05-01 10:00:00 or 2024-05-01T10:00:00",
    ),
    OptionSpec::new(
        "map-null-key.mode",
        OptionType::OneOfAnyCase(&["FAIL", "DROP", "LITERAL"]),
        "FAIL",
        "what a NULL key of a map does when writing",
    ),
    OptionSpec::new("map-null-key.literal", OptionType::Text, "null", "what stands for a NULL key in the mode LITERAL"),
    OptionSpec::new("encode.decimal-as-plain-number", OptionType::Flag, "false", "never write a DECIMAL as 1E+3"),
    OptionSpec::new("encode.ignore-null-fields", OptionType::Flag, "false", "leave fields that are NULL out when writing"),
    OptionSpec::new("decode.json-parser.enabled", OptionType::Flag, "true", "accepted for Flink's sake: there is one decoder"),
];

/// How records are read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) standard: Standard,
    pub(crate) fail_on_missing_field: bool,
    pub(crate) ignore_parse_errors: bool,
}

impl Reading {
    fn from_options(options: &Options<'_>) -> Result<Self, Failure> {
        let reading = Reading {
            standard: standard(options)?,
            fail_on_missing_field: options.flag("fail-on-missing-field")?,
            ignore_parse_errors: options.flag("ignore-parse-errors")?,
        };
        if reading.fail_on_missing_field && reading.ignore_parse_errors {
            return Err(Failure::world(
                "options 'json.fail-on-missing-field' and 'json.ignore-parse-errors' are both true: expected at most one",
            ));
        }
        Ok(reading)
    }
}

fn standard(options: &Options<'_>) -> Result<Standard, Failure> {
    Ok(if options.choice("timestamp-format.standard")? == Some(1) { Standard::Iso } else { Standard::Sql })
}

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "one JSON object per line; fields are found by their names"
    }

    fn options(&self) -> &'static [OptionSpec] {
        OPTIONS
    }

    fn decoding(&self, options: &Options<'_>, decode: &Decode<'_>) -> Result<Decoding, Failure> {
        let reading = Reading::from_options(options)?;
        encoder::Writing::from_options(options)?;
        check_types(&decode.schema.fields)?;
        let fields: Arc<[Field]> = decode.columns.iter().map(|&c| decode.schema.fields[c].clone()).collect();
        Ok(Decoding::new(Framing::Lines, move || Box::new(decoder::JsonDecoder::new(Arc::clone(&fields), reading))))
    }

    fn encoding(&self, options: &Options<'_>, schema: &Schema) -> Result<Encoding, Failure> {
        Reading::from_options(options)?;
        let writing = encoder::Writing::from_options(options)?;
        check_types(&schema.fields)?;
        let fields = schema.fields.clone();
        Ok(Encoding::new(move || Box::new(encoder::JsonEncoder::new(&fields, writing.clone()))))
    }
}

fn check_types(fields: &[Field]) -> Result<(), Failure> {
    fields.iter().try_for_each(|f| check_type(&f.data_type).map_err(|failure| failure.at(format!("column `{}`", f.name))))
}

fn check_type(data_type: &DataType) -> Result<(), Failure> {
    match &data_type.kind {
        Kind::Array(element) => check_type(element),
        Kind::Map(key, value) => check_key(data_type, key).and_then(|()| check_type(value)),
        Kind::Multiset(element) => check_key(data_type, element),
        Kind::Row(fields) => check_types(fields),
        Kind::Bitmap => {
            Err(Failure::world(format!("format 'json': there is no form of {data_type} in JSON")).hint("cast it to STRING or BYTES"))
        }
        Kind::Structured(..) => Err(Failure::world(format!("format 'json': no {data_type} is read or written")).hint("cast it to a ROW")),
        Kind::Variant => {
            Err(Failure::world("format 'json': no VARIANT is read or written").hint("use a STRING with PARSE_JSON and JSON_STRING"))
        }
        _ => Ok(()),
    }
}

fn check_key(map: &DataType, key: &DataType) -> Result<(), Failure> {
    if key.kind.is_text() {
        return Ok(());
    }
    Err(Failure::world(format!("format 'json': the keys of {map} are not text, and a JSON object has no others")))
}
