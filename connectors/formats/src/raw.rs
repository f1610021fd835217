//! The format `raw`: a table of one column whose value is the whole record.
//!
//! In files a record is a line. Text is in a character set, numbers are fixed-width binary in a byte order; neither can hold a line
//! end of its own, here as in Flink.

use crate::contract::{Decode, Decoder, Decoding, Encoder, Encoding, Format, Framing, Progress, Request, Undecodable};
use crate::rows::{DecodedRows, RowBuilder};
use crate::text::charset::{CHARSETS, Charset};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use memchr::memchr;
use waterwheel::connector::{OptionSpec, OptionType, Options};
use waterwheel::types::{ColumnBuilder, DataType, Kind, Schema};
use waterwheel::{Batch, Failure};

/// The format `raw`.
#[derive(Debug)]
pub(crate) struct Raw;

const OPTIONS: &[OptionSpec] = &[
    OptionSpec::new("charset", OptionType::OneOfAnyCase(CHARSETS), "UTF-8", "how text is encoded"),
    OptionSpec::new("endianness", OptionType::OneOfAnyCase(&["big-endian", "little-endian"]), "big-endian", "the byte order of numbers"),
];

/// How values stand as bytes.
#[derive(Clone, Copy, Debug)]
struct Layout {
    charset: Charset,
    little_endian: bool,
}

impl Layout {
    fn from_options(options: &Options<'_>) -> Result<Self, Failure> {
        let charset = Charset::at(options.choice("charset")?.unwrap_or(0));
        let little_endian = options.choice("endianness")? == Some(1);
        Ok(Layout { charset, little_endian })
    }

    /// `N` bytes, the most significant first.
    fn ordered<const N: usize>(self, mut bytes: [u8; N]) -> [u8; N] {
        if self.little_endian {
            bytes.reverse();
        }
        bytes
    }

    fn number<const N: usize>(self, record: &[u8]) -> Option<[u8; N]> {
        record.try_into().ok().map(|bytes| self.ordered(bytes))
    }

    /// Appends a record's value; `None` when its length is not that of the type.
    fn append(self, record: &[u8], builder: &mut ColumnBuilder) -> Option<()> {
        match builder {
            ColumnBuilder::String(b) => b.append_value(self.charset.text(record)),
            ColumnBuilder::Bytes(b) => b.append_value(record),
            ColumnBuilder::Boolean(b) => b.append_value(self.number::<1>(record)? != [0]),
            ColumnBuilder::Int8(b) => b.append_value(i8::from_be_bytes(self.number(record)?)),
            ColumnBuilder::Int16(b) => b.append_value(i16::from_be_bytes(self.number(record)?)),
            ColumnBuilder::Int32(b) => b.append_value(i32::from_be_bytes(self.number(record)?)),
            ColumnBuilder::Int64(b) => b.append_value(i64::from_be_bytes(self.number(record)?)),
            ColumnBuilder::Float32(b) => b.append_value(f32::from_be_bytes(self.number(record)?)),
            ColumnBuilder::Float64(b) => b.append_value(f64::from_be_bytes(self.number(record)?)),
            _ => return None,
        }
        Some(())
    }
}

impl Format for Raw {
    fn name(&self) -> &'static str {
        "raw"
    }

    fn about(&self) -> &'static str {
        "the whole line is the value of the table's one column"
    }

    fn options(&self) -> &'static [OptionSpec] {
        OPTIONS
    }

    fn decoding(&self, options: &Options<'_>, decode: &Decode<'_>) -> Result<Decoding, Failure> {
        let layout = Layout::from_options(options)?;
        let data_type = only_column(decode.schema)?;
        let columns = decode.columns.len();
        let make = move || {
            let types = vec![data_type.clone(); columns];
            Box::new(RawDecoder { layout, data_type: data_type.clone(), rows: RowBuilder::new(&types) }) as _
        };
        Ok(Decoding::new(Framing::Lines, make))
    }

    fn encoding(&self, options: &Options<'_>, schema: &Schema) -> Result<Encoding, Failure> {
        let layout = Layout::from_options(options)?;
        let data_type = only_column(schema)?;
        Ok(Encoding::new(move || Box::new(RawEncoder { layout, data_type: data_type.clone() })))
    }
}

fn only_column(schema: &Schema) -> Result<DataType, Failure> {
    let [field] = &schema.fields[..] else {
        return Err(Failure::world(format!("format 'raw': expected a table of one physical column, found {}", schema.fields.len())));
    };
    let kind = &field.data_type.kind;
    let simple = kind.is_text() || kind.is_binary() || kind.is_integer() || kind.is_approximate() || *kind == Kind::Boolean;
    if simple {
        Ok(field.data_type.clone())
    } else {
        Err(Failure::world(format!("format 'raw': a record cannot be a {}", field.data_type)))
    }
}

struct RawDecoder {
    layout: Layout,
    data_type: DataType,
    rows: RowBuilder,
}

impl RawDecoder {
    fn record(&mut self, record: &[u8]) -> Result<(), Failure> {
        let columns = &mut self.rows.columns;
        match columns.iter_mut().try_for_each(|column| self.layout.append(record, column)) {
            Some(()) => {
                self.rows.end_row();
                Ok(())
            }
            None => Err(Failure::data(format!("expected the bytes of a {}, found {} bytes", self.data_type, record.len()))),
        }
    }
}

impl Decoder for RawDecoder {
    fn decode(&mut self, input: &[u8], request: &Request) -> Result<Progress, Undecodable> {
        let mut progress = Progress::default();
        while progress.consumed < input.len() && self.rows.rows() < request.rows_max {
            let rest = &input[progress.consumed..];
            let (line, length) = match memchr(b'\n', rest) {
                Some(end) => (&rest[..end], end + 1),
                None if request.is_last => (rest, rest.len()),
                None => break,
            };
            match self.record(line.strip_suffix(b"\r").unwrap_or(line)) {
                Ok(()) => progress.consumed += length,
                Err(_) if self.rows.rows() > 0 => {
                    progress.is_waiting = true;
                    break;
                }
                Err(failure) => return Err(Undecodable { at: progress.consumed, failure }),
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
    }
}

struct RawEncoder {
    layout: Layout,
    data_type: DataType,
}

impl Encoder for RawEncoder {
    fn encode(&mut self, batch: &Batch, row: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        let (column, layout) = (batch.column(0), self.layout);
        if column.is_null(row) {
            return Err(Failure::data("format 'raw': a record cannot be NULL").hint("filter such rows out, or replace NULL with COALESCE"));
        }
        match &self.data_type.kind {
            Kind::Char(_) | Kind::VarChar(_) => layout.charset.write(column.as_string_view().value(row), out),
            Kind::Binary(_) | Kind::VarBinary(_) => out.extend_from_slice(column.as_binary_view().value(row)),
            Kind::Boolean => out.push(column.as_boolean().value(row).into()),
            Kind::TinyInt => out.extend(column.as_primitive::<Int8Type>().value(row).to_be_bytes()),
            Kind::SmallInt => out.extend(layout.ordered(column.as_primitive::<Int16Type>().value(row).to_be_bytes())),
            Kind::Int => out.extend(layout.ordered(column.as_primitive::<Int32Type>().value(row).to_be_bytes())),
            Kind::BigInt => out.extend(layout.ordered(column.as_primitive::<Int64Type>().value(row).to_be_bytes())),
            Kind::Float => out.extend(layout.ordered(column.as_primitive::<Float32Type>().value(row).to_be_bytes())),
            Kind::Double => out.extend(layout.ordered(column.as_primitive::<Float64Type>().value(row).to_be_bytes())),
            other => unreachable!("{other} was refused when the encoding was readied"),
        }
        out.push(b'\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options_of;
    use std::collections::BTreeMap;
    use waterwheel::types::column::column_of;
    use waterwheel::types::{Field, Value, value_at};

    fn options(given: &[(&str, &str)]) -> BTreeMap<String, String> {
        given.iter().map(|(k, v)| (format!("raw.{k}"), (*v).to_owned())).collect()
    }

    fn schema(kind: &Kind) -> Schema {
        Schema::new(vec![Field::new("v", kind.clone().nullable())])
    }

    fn decode(kind: &Kind, given: &[(&str, &str)], input: &[u8]) -> Result<Vec<Value>, Failure> {
        let (options, schema) = (options(given), schema(kind));
        let decoding = Raw.decoding(&options_of(&options, &Raw), &Decode { schema: &schema, columns: &[0] })?;
        let mut decoder = decoding.decoder();
        decoder.decode(input, &Request { is_last: true, rows_taken: 0, rows_max: 100 }).map_err(|u| u.failure)?;
        let rows = decoder.finish();
        Ok((0..rows.rows).map(|row| value_at(&rows.columns[0], &schema.fields[0].data_type, row)).collect())
    }

    fn texts(values: &[&str]) -> Vec<Value> {
        values.iter().map(|v| Value::String((*v).to_owned())).collect()
    }

    #[test]
    fn lines_are_read_as_flink_reads_them() {
        assert_eq!(decode(&Kind::STRING, &[], b"x\r\ny\n\nz").unwrap(), texts(&["x", "y", "", "z"]));
        assert_eq!(decode(&Kind::STRING, &[], b"\xff\xfe\n").unwrap(), texts(&["\u{fffd}\u{fffd}"]));
        assert_eq!(decode(&Kind::STRING, &[("charset", "ISO-8859-1")], b"\xe9\n").unwrap(), texts(&["é"]));
        assert_eq!(decode(&Kind::Int, &[], b"\0\0\0\x01\n\x01\0\0\0").unwrap(), [Value::Int(1), Value::Int(1 << 24)]);
        assert_eq!(decode(&Kind::Int, &[("endianness", "little-endian")], b"\0\0\0\x01").unwrap(), [Value::Int(1 << 24)]);
        assert_eq!(decode(&Kind::Boolean, &[], b"\x01\n\0\n\x02").unwrap(), [true, false, true].map(Value::Boolean));
        assert!(decode(&Kind::Int, &[], b"123\n").unwrap_err().message.contains("3 bytes"));
        assert!(decode(&Kind::decimal(5, 2), &[], b"").is_err());
        assert!(decode(&Kind::STRING, &[("charset", "nope")], b"").unwrap_err().message.contains("nope"));
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let samples = [
            (Kind::STRING, Value::String("wörld".into())),
            (Kind::BigInt, Value::BigInt(-7)),
            (Kind::Float, Value::Float(1.5)),
            (Kind::SmallInt, Value::SmallInt(258)),
        ];
        for given in [&[][..], &[("endianness", "little-endian"), ("charset", "ISO-8859-1")]] {
            for (kind, value) in &samples {
                let (options, schema) = (options(given), schema(kind));
                let mut encoder = Raw.encoding(&options_of(&options, &Raw), &schema).unwrap().encoder();
                let mut out = Vec::new();
                let batch = Batch::new(vec![column_of(&kind.clone().nullable(), [value])], 1);
                encoder.encode(&batch, 0, &mut out).unwrap();
                assert_eq!(&decode(kind, given, &out).unwrap()[0], value);
            }
        }
    }
}
