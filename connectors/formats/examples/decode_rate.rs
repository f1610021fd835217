//! Decodes a file and prints rows per second, with a row count and a checksum of what came out.
//!
//! `decode_rate FILE FORMAT FIELDS [ROUNDS]`, with FIELDS like `auction:BIGINT,price:BIGINT,bid:{channel:STRING}`; types are INT,
//! BIGINT, DOUBLE, BOOLEAN, STRING, TIMESTAMP (three digits), DATE, DECIMAL (18, 3) and `{…}` for a ROW. The time is that of
//! decoding alone: the file is in memory, the checksum is computed outside.

use std::time::{Duration, Instant};
use waterwheel::types::{DataType, Field, Kind, Schema, Value, value_at};
use waterwheel_formats::{Decode, DecodedRows, Request, format, options_of};

const ROWS_MAX: usize = 4_096;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, path, name, fields, rest @ ..] = &arguments[..] else {
        panic!("usage: decode_rate FILE FORMAT FIELDS [ROUNDS]");
    };
    let input = std::fs::read(path).expect("the file is readable");
    let schema = Schema::new(parse_fields(&mut fields.chars().peekable()));
    let rounds: u32 = rest.first().map_or(1, |r| r.parse().expect("a number of rounds"));
    let best = (0..rounds).map(|_| round(&input, name, &schema)).min_by_key(|r| r.spent).expect("at least one round");
    let seconds = best.spent.as_secs_f64();
    println!(
        "{} rows in {seconds:.3} s: {:.2} M rows/s, {:.2} GB/s, checksum {:016x}",
        best.rows,
        best.rows as f64 / seconds / 1e6,
        input.len() as f64 / seconds / 1e9,
        best.checksum
    );
}

struct Round {
    rows: usize,
    spent: Duration,
    checksum: u64,
}

fn round(input: &[u8], name: &str, schema: &Schema) -> Round {
    let options = std::collections::BTreeMap::new();
    let format = format(name).expect("a known format");
    let columns: Vec<usize> = (0..schema.fields.len()).collect();
    let decode = Decode { schema, columns: &columns };
    let mut decoder = format.decoding(&options_of(&options, format), &decode).expect("types are supported").decoder();
    let mut round = Round { rows: 0, spent: Duration::ZERO, checksum: 0 };
    let (mut at, mut rows_taken) = (0, 0);
    while at < input.len() {
        let start = Instant::now();
        let request = Request { is_last: true, rows_taken, rows_max: ROWS_MAX };
        let progress = decoder.decode(&input[at..], &request).unwrap_or_else(|e| panic!("byte {}: {}", at + e.at, e.failure));
        let decoded = decoder.finish();
        round.spent += start.elapsed();
        (at, rows_taken) = (at + progress.consumed, progress.rows_taken);
        round.rows += decoded.rows;
        round.checksum = round.checksum.wrapping_mul(31).wrapping_add(checksum(&decoded, schema));
    }
    round
}

fn checksum(rows: &DecodedRows, schema: &Schema) -> u64 {
    let values = |row| schema.fields.iter().zip(&rows.columns).map(move |(f, c)| value_at(c, &f.data_type, row));
    (0..rows.rows).flat_map(values).fold(0, |sum, value| sum * 31 % 0xffff_ffff_fff1 + weight(&value))
}

fn weight(value: &Value) -> u64 {
    match value {
        Value::Null => 1,
        Value::String(text) => text.bytes().map(u64::from).sum(),
        Value::Row(fields) => fields.iter().map(weight).sum(),
        Value::Double(v) => v.to_bits() % 0xffff_fff1,
        other => other.as_i64().map_or(3, |v| v.unsigned_abs() % 0xffff_fff1),
    }
}

fn parse_fields(text: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Vec<Field> {
    let mut fields = Vec::new();
    loop {
        let name: String = std::iter::from_fn(|| text.next_if(|c| *c != ':')).collect();
        text.next();
        fields.push(Field::new(name, parse_type(text)));
        if text.next() != Some(',') {
            return fields;
        }
    }
}

fn parse_type(text: &mut std::iter::Peekable<std::str::Chars<'_>>) -> DataType {
    if text.next_if_eq(&'{').is_some() {
        return Kind::Row(parse_fields(text).into()).nullable();
    }
    let name: String = std::iter::from_fn(|| text.next_if(char::is_ascii_alphabetic)).collect();
    match name.as_str() {
        "INT" => Kind::Int,
        "BIGINT" => Kind::BigInt,
        "DOUBLE" => Kind::Double,
        "BOOLEAN" => Kind::Boolean,
        "STRING" => Kind::STRING,
        "TIMESTAMP" => Kind::Timestamp(3),
        "DATE" => Kind::Date,
        "DECIMAL" => Kind::decimal(18, 3),
        other => panic!("unknown type {other}"),
    }
    .nullable()
}
