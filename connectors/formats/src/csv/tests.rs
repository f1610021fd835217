//! What CSV decodes to and encodes as: Flink 2.3's answers.

use super::Csv;
use crate::contract::{Decode, Format, Framing, Request};
use crate::options_of;
use std::collections::BTreeMap;
use waterwheel::Batch;
use waterwheel::types::column::column_of;
use waterwheel::types::{Field, Kind, Schema, Timestamp, Value, value_at};

fn options(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given.iter().map(|(key, value)| (format!("csv.{key}"), (*value).to_owned())).collect()
}

const IGNORE: &[(&str, &str)] = &[("ignore-parse-errors", "true")];

fn schema(kinds: &[Kind]) -> Schema {
    Schema::new(kinds.iter().enumerate().map(|(at, kind)| Field::new(format!("f{at}"), kind.clone().nullable())).collect())
}

/// All rows of `input`, given to the decoder in growing pieces, and the message of what stopped it.
fn decode(kinds: &[Kind], given: &[(&str, &str)], input: &[u8]) -> (Vec<Vec<Value>>, Option<String>) {
    let (options, schema) = (options(given), schema(kinds));
    let columns: Vec<usize> = (0..kinds.len()).collect();
    let mut decoder = Csv.decoding(&options_of(&options, &Csv), &Decode { schema: &schema, columns: &columns }).unwrap().decoder();
    let (mut rows, mut at, mut shown) = (Vec::new(), 0, 1);
    while at < input.len() {
        let end = (at + shown).min(input.len());
        let request = Request { is_last: end == input.len(), rows_taken: 0, rows_max: 2 };
        match decoder.decode(&input[at..end], &request) {
            Ok(progress) if progress.consumed == 0 && !progress.is_waiting => shown += 1,
            Ok(progress) => at += progress.consumed,
            Err(undecodable) => return (rows, Some(undecodable.failure.to_string())),
        }
        let decoded = decoder.finish();
        let row = |row: usize| schema.fields.iter().zip(&decoded.columns).map(|(f, c)| value_at(c, &f.data_type, row)).collect();
        rows.extend((0..decoded.rows).map(row));
    }
    (rows, None)
}

/// Rows of two STRING columns; whether decoding failed.
fn texts(given: &[(&str, &str)], input: &str) -> (Vec<[Option<String>; 2]>, bool) {
    let (rows, fault) = decode(&[Kind::STRING, Kind::STRING], given, input.as_bytes());
    let pair = |row: &Vec<Value>| [row[0].as_str().map(str::to_owned), row[1].as_str().map(str::to_owned)];
    (rows.iter().map(pair).collect(), fault.is_some())
}

fn check(given: &[(&str, &str)], input: &str, expected: &[[&str; 2]], fails: bool) {
    let expected: Vec<[Option<String>; 2]> = expected.iter().map(|row| row.map(|cell| (cell != "NULL").then(|| cell.to_owned()))).collect();
    assert_eq!(texts(given, input), (expected, fails), "{input:?} with {given:?}");
}

#[test]
fn cells_are_told_apart_as_in_flink() {
    check(
        &[],
        "x,y\n\"q,1\",\"w\"\"z\"\n a , b \n,\n\"\",\"\"\n",
        &[["x", "y"], ["q,1", "w\"z"], [" a ", " b "], ["", ""], ["", ""]],
        false,
    );
    check(&[], "x,\"a\nb\"\nm,n\n", &[["x", "a\nb"], ["m", "n"]], false);
    check(&[], "x,y\r\nm,n\r\n", &[["x", "y"], ["m", "n"]], false);
    check(&[], "x,y\rm,n\n", &[["x", "y"], ["m", "n"]], false);
    check(&[], "x,a\"b\"c\nx, \"a\"", &[["x", "a\"b\"c"], ["x", " \"a\""]], false);
    check(&[], "x,\"a\" \nm,n", &[["x", "a"], ["m", "n"]], false);
    check(&[], "\u{feff}x,\n", &[["x", ""]], false);
    check(&[], "x,", &[["x", ""]], false);
}

#[test]
fn malformed_records_fail_or_are_skipped() {
    check(&[], "a,b\nx\n", &[["a", "b"]], true);
    check(&[], "\n", &[], true);
    check(IGNORE, "x\n\ny,z\n", &[["x", "NULL"], ["", "NULL"], ["y", "z"]], false);
    check(&[], "x,y,z\nm,n\n", &[], true);
    check(IGNORE, "x,y,z\nm,n\n", &[["m", "n"]], false);
    check(&[], "x,\"a\"b\nm,n\n", &[], true);
    check(IGNORE, "x,\"a\"b\nm,n\n\"q\" x,\"1\n2\"\np,o\n", &[["m", "n"], ["p", "o"]], false);
    check(&[], "x,\"a\nm,n\n", &[], true);
    check(IGNORE, "x,\"a\nm,n\n", &[], false);
    check(IGNORE, "m,n\nx,\"a\"b\"c\"\np,o\n", &[["m", "n"], ["p", "o"]], false);
    check(IGNORE, "m,n\nx,\"a\"b\"\np,o\n", &[["m", "n"]], true);
    check(IGNORE, "m,n\nx,\"a\"b,\"c\"d\np,o\n", &[["m", "n"]], true);
}

#[test]
fn dialects_are_as_in_flink() {
    check(&[("field-delimiter", ";")], "x;y\n", &[["x", "y"]], false);
    check(&[("field-delimiter", "\\t")], "x\ty\n", &[["x", "y"]], false);
    check(&[("disable-quote-character", "true")], "\"x\",y\n", &[["\"x\"", "y"]], false);
    check(&[("quote-character", "'")], "'x,1',y\n", &[["x,1", "y"]], false);
    check(&[("allow-comments", "true")], "#c\nx,y\n #d,1\n\na,b\n", &[["x", "y"], ["a", "b"]], false);
    let escape = [("escape-character", "\\")];
    check(&escape, "x\\,1,y\\n\n\"a\\\"b\",c\n", &[["x,1", "y\n"], ["a\"b", "c"]], false);
    check(&escape, "\\0\\t\\r,\\q\\\\\n\"\\n\\,\",c\n", &[["\0\t\r", "q\\"], ["\n,", "c"]], false);
    check(&[("null-literal", "n/a")], "n/a,\"n/a\"\nN/A, n/a\n", &[["NULL", "NULL"], ["N/A", " n/a"]], false);
    check(&[("null-literal", "")], ",\"\"\n", &[["NULL", "NULL"]], false);
}

#[test]
fn scalars_are_read_as_in_flink() {
    let column =
        |kind: Kind, input: &str| decode(&[kind], IGNORE, input.as_bytes()).0.into_iter().map(|mut row| row.remove(0)).collect::<Vec<_>>();
    assert_eq!(column(Kind::Int, " 3\n+1\n1.5\nx\n"), [Value::Int(3), Value::Int(1), Value::Null, Value::Null]);
    assert_eq!(column(Kind::Boolean, "TRUE\nyes\n1\n"), [true, false, false].map(Value::Boolean));
    assert_eq!(column(Kind::Double, "1e3\nInfinity\n 7 \n"), [1e3, f64::INFINITY, 7.0].map(Value::Double));
    let decimals = column(Kind::decimal(5, 2), "1.235\n99999\nx\n 1.5 \n1e2\n\n");
    assert_eq!(decimals, [Value::Decimal(124), Value::Null, Value::Null, Value::Null, Value::Decimal(10_000), Value::Null]);
    assert_eq!(
        column(Kind::Date, "1970-1-2\n1970-02-30\n+12024-01-01\n 2024-01-01\n"),
        [Value::Date(1), Value::Date(60), Value::Null, Value::Null]
    );
    assert_eq!(
        column(Kind::Time(0), "10:11\n24:00:00\n10:11:12.123\n1:02:03\n"),
        [Value::Time(36_660_000), Value::Null, Value::Time(36_672_000), Value::Null]
    );
    assert_eq!(
        column(Kind::Timestamp(3), " 1970-01-01 00:00:01 \n1970-01-01T00:00:00\n1970-02-30 00:00:00\n")[0],
        Value::Timestamp(Timestamp::from_millis(1_000))
    );
    assert_eq!(column(Kind::BYTES, "aGVsbG8=\naGVsbG8\n"), [Value::Bytes(b"hello".to_vec()), Value::Null]);
    assert!(decode(&[Kind::Int], &[], b"\n").1.unwrap().contains("column `f0`: expected INT, found \"\""));
}

#[test]
fn arrays_and_rows_are_read_as_in_flink() {
    let texts =
        |values: &[&str]| values.iter().map(|v| if *v == "NULL" { Value::Null } else { Value::String((*v).into()) }).collect::<Vec<_>>();
    let given = [("null-literal", "N"), ("ignore-parse-errors", "true")];
    let column = |kind: &Kind, input: &str| {
        decode(std::slice::from_ref(kind), &given, input.as_bytes()).0.into_iter().map(|mut row| row.remove(0)).collect::<Vec<_>>()
    };
    let array = Kind::Array(Box::new(Kind::STRING.nullable()));
    let expected = [&["1", "", "3"][..], &[], &["", ""], &[" a ", " b "], &["NULL", "NULL"], &["NULL"], &["x", "y"]];
    assert_eq!(column(&array, "1;;3\n\n;\n a ; b \nN;N\nN\n\"x;y\"\n"), expected.map(|values| Value::Array(texts(values))));
    let ints = Kind::Array(Box::new(Kind::Int.nullable()));
    assert_eq!(
        column(&ints, " 1 ;2\nx;1\n"),
        [Value::Array(vec![Value::Int(1), Value::Int(2)]), Value::Array(vec![Value::Null, Value::Int(1)])]
    );
    let row = Kind::Row(vec![Field::new("x", Kind::STRING.nullable()), Field::new("y", Kind::STRING.nullable())].into());
    let expected = [&["1", "2"][..], &["1", "NULL"], &["1", "2"], &["NULL", "NULL"]].map(|values| Value::Row(texts(values)));
    assert_eq!(column(&row, "1;2\n1\n1;2;3\nN;N\n"), expected);
    assert_eq!(column(&row, "\n"), [Value::Null]);
    assert!(decode(&[row], &[], b"1\n").1.is_some());
}

#[test]
fn options_are_checked() {
    let refused = |given: &[(&str, &str)], kinds: &[Kind]| {
        let (options, schema) = (options(given), schema(kinds));
        Csv.decoding(&options_of(&options, &Csv), &Decode { schema: &schema, columns: &[] }).unwrap_err().to_string()
    };
    assert!(refused(&[("field-delimiter", "||")], &[]).contains("a single ASCII character"));
    assert!(refused(&[("disable-quote-character", "true"), ("quote-character", "|")], &[]).contains("contradict"));
    let map = Kind::Map(Box::new(Kind::STRING.nullable()), Box::new(Kind::Int.nullable()));
    assert!(refused(&[], &[map]).contains("MAP<STRING, INT>"));
    let framing = |given: &[(&str, &str)]| {
        let (options, schema) = (options(given), schema(&[]));
        Csv.decoding(&options_of(&options, &Csv), &Decode { schema: &schema, columns: &[] }).unwrap().framing
    };
    assert_eq!(framing(&[]), Framing::Sequential);
    assert_eq!(framing(&[("disable-quote-character", "true")]), Framing::Lines);
}

fn encode(kinds: &[Kind], given: &[(&str, &str)], row: &[Value]) -> String {
    let (options, schema) = (options(given), schema(kinds));
    let columns = schema.fields.iter().zip(row).map(|(f, v)| column_of(&f.data_type, [v])).collect();
    let mut encoder = Csv.encoding(&options_of(&options, &Csv), &schema).unwrap().encoder();
    let mut out = Vec::new();
    encoder.encode(&Batch::new(columns, 1), 0, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn text(value: &str) -> Value {
    Value::String(value.into())
}

#[test]
fn rows_are_written_as_flink_writes_them() {
    let kinds = [
        Kind::Int,
        Kind::STRING,
        Kind::STRING,
        Kind::Boolean,
        Kind::decimal(10, 3),
        Kind::Double,
        Kind::Date,
        Kind::Timestamp(6),
        Kind::Time(0),
        Kind::BYTES,
    ];
    let row = [
        Value::Int(1),
        text("x,y"),
        text("q\"q"),
        Value::Boolean(true),
        Value::Decimal(1_000_000),
        Value::Double(1e10),
        Value::Date(19_724),
        Value::Timestamp(Timestamp::from_millis(1_704_190_272_100)),
        Value::Time(36_672_000),
        Value::Bytes(vec![0x68, 0xff]),
    ];
    let line = "1,\"x,y\",\"q\"\"q\",true,1E+3,1.0E10,2024-01-02,\"2024-01-02 10:11:12.1\",10:11:12,aP8=\n";
    assert_eq!(encode(&kinds, &[], &row), line);
    let other = [("null-literal", "NIL"), ("field-delimiter", ";"), ("quote-character", "'")];
    let line = "1;'x,y';'q\"q';true;1E+3;1.0E10;'2024-01-02';'2024-01-02 10:11:12.1';'10:11:12';'aP8='\n";
    assert_eq!(encode(&kinds, &other, &row), line);
    assert_eq!(encode(&kinds[..2], &other, &[Value::Null, Value::Null]), "NIL;NIL\n");
    assert_eq!(encode(&kinds[..2], &[], &[Value::Null, text("")]), ",\n");
}

#[test]
fn text_is_quoted_where_jackson_quotes_it() {
    for bare in ["-5", "é", "a;b", "1:2", "a/b", "a.b", "a_b", "[x]", "{y}", "~"] {
        assert_eq!(encode(&[Kind::STRING], &[], &[text(bare)]), format!("{bare}\n"));
    }
    for quoted in ["abcdefghijklmnopqrstuvwxyz0123456789", "x y", "x'y", "a#b", "#c", "a\\b", " lead", "tab\tx", "q+r", "a!b"] {
        assert_eq!(encode(&[Kind::STRING], &[], &[text(quoted)]), format!("\"{quoted}\"\n"));
    }
    let pair = [Kind::STRING, Kind::STRING];
    let row = [text("x,y"), text("q\"\\z")];
    assert_eq!(encode(&pair, &[("disable-quote-character", "true")], &row), "x,y,q\"\\z\n");
    assert_eq!(encode(&pair, &[("escape-character", "\\")], &row), "\"x,y\",\"q\"\"\\\\z\"\n");
}

#[test]
fn arrays_and_rows_are_written_as_flink_writes_them() {
    let kinds = [
        Kind::Array(Box::new(Kind::STRING.nullable())),
        Kind::Row(vec![Field::new("x", Kind::Int.nullable()), Field::new("y", Kind::STRING.nullable())].into()),
        Kind::STRING,
    ];
    let row = [Value::Array(vec![text("p"), text("q;r"), Value::Null]), Value::Row(vec![Value::Int(1), text("s;t")]), text("z")];
    assert_eq!(encode(&kinds, &[], &row), "p;q;r;,1;s;t,z\n");
}
