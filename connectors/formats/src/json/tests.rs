//! What JSON decodes to and encodes as: Flink 2.3's answers, and the two decoders against each other.

use super::Json;
use crate::contract::{Decode, Decoder, Format, Request};
use crate::options_of;
use std::collections::BTreeMap;
use waterwheel::Batch;
use waterwheel::types::column::column_of;
use waterwheel::types::{Field, Kind, Schema, Timestamp, Value, value_at};

fn options(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given.iter().map(|(key, value)| (format!("json.{key}"), (*value).to_owned())).collect()
}

const IGNORE: &[(&str, &str)] = &[("ignore-parse-errors", "true")];

fn decoder(fields: &[(&str, Kind)], given: &[(&str, &str)]) -> Box<dyn Decoder> {
    let schema = Schema::new(fields.iter().map(|(name, kind)| Field::new(*name, kind.clone().nullable())).collect());
    let columns: Vec<usize> = (0..fields.len()).collect();
    let options = options(given);
    let decode = Decode { schema: &schema, columns: &columns };
    Json.decoding(&options_of(&options, &Json), &decode).unwrap().decoder()
}

/// All rows of `input`, and the message of what stopped it.
fn decode(fields: &[(&str, Kind)], given: &[(&str, &str)], input: &[u8]) -> (Vec<Vec<Value>>, Option<String>) {
    let mut decoder = decoder(fields, given);
    let (mut rows, mut at, mut rows_taken) = (Vec::new(), 0, 0);
    while at < input.len() {
        let request = Request { is_last: true, rows_taken, rows_max: 3 };
        let progress = match decoder.decode(&input[at..], &request) {
            Ok(progress) => progress,
            Err(undecodable) => return (rows, Some(undecodable.failure.to_string())),
        };
        (at, rows_taken) = (at + progress.consumed, progress.rows_taken);
        let decoded = decoder.finish();
        rows.extend((0..decoded.rows).map(|row| row_of(fields, &decoded.columns, row)));
    }
    (rows, None)
}

fn row_of(fields: &[(&str, Kind)], columns: &[waterwheel::types::Column], row: usize) -> Vec<Value> {
    fields.iter().zip(columns).map(|((_, kind), column)| value_at(column, &kind.clone().nullable(), row)).collect()
}

/// What the field `v` of a record becomes when errors are ignored; `None` when the record is skipped.
fn value(kind: Kind, given: &[(&str, &str)], text: &str) -> Option<Value> {
    let given: Vec<(&str, &str)> = IGNORE.iter().chain(given).copied().collect();
    let record = format!("{{\"id\":1,\"v\":{text}}}\n");
    let (mut rows, fault) = decode(&[("id", Kind::Int), ("v", kind)], &given, record.as_bytes());
    assert_eq!(fault, None);
    rows.pop().map(|mut row| row.remove(1))
}

fn check(kind: &Kind, answers: &[(&str, Value)]) {
    for (text, expected) in answers {
        assert_eq!(value(kind.clone(), &[], text).as_ref(), Some(expected), "{kind} of {text}");
    }
}

fn text(value: &str) -> Value {
    Value::String(value.into())
}

#[test]
fn integers_as_in_flink() {
    check(
        &Kind::Int,
        &[
            ("12", Value::Int(12)),
            ("\" 12 \"", Value::Int(12)),
            ("\"+5\"", Value::Int(5)),
            ("1.7", Value::Int(1)),
            ("-1.7", Value::Int(-1)),
            ("1e3", Value::Int(1_000)),
            ("-0", Value::Int(0)),
            ("\"1.7\"", Value::Null),
            ("3000000000", Value::Null),
            ("3000000000.5", Value::Null),
            ("1E400", Value::Null),
            ("true", Value::Null),
            ("\"\"", Value::Null),
        ],
    );
    check(
        &Kind::BigInt,
        &[
            ("9223372036854775807.5", Value::BigInt(i64::MAX)),
            ("9223372036854775808", Value::Null),
            ("1e30", Value::Null),
            ("9.3e18", Value::Null),
            ("9007199254740993.0", Value::BigInt(9_007_199_254_740_992)),
            ("9007199254740993", Value::BigInt(9_007_199_254_740_993)),
            ("\"-9223372036854775808\"", Value::BigInt(i64::MIN)),
        ],
    );
    check(&Kind::TinyInt, &[("200", Value::Null), ("1.5", Value::Null), ("1e1", Value::Null), ("-128", Value::TinyInt(-128))]);
    check(&Kind::SmallInt, &[("1.5", Value::Null), ("40000", Value::Null), ("\"-5\"", Value::SmallInt(-5))]);
}

#[test]
fn other_scalars_as_in_flink() {
    check(
        &Kind::Double,
        &[("\"0x1p3\"", Value::Double(8.0)), ("1e400", Value::Double(f64::INFINITY)), ("true", Value::Null), ("1", Value::Double(1.0))],
    );
    check(&Kind::Float, &[("16777217", Value::Float(16_777_216.0)), ("1.00000017881393432617187499", Value::Float(1.000_000_1))]);
    check(
        &Kind::Boolean,
        &[
            ("\"TRUE\"", Value::Boolean(true)),
            ("1", Value::Boolean(false)),
            ("\" true \"", Value::Boolean(true)),
            ("\"yes\"", Value::Boolean(false)),
        ],
    );
    check(
        &Kind::decimal(5, 2),
        &[("1.235", Value::Decimal(124)), ("\" 1.5 \"", Value::Decimal(150)), ("999.995", Value::Null), ("\"abc\"", Value::Null)],
    );
    check(&Kind::Char(3), &[("\"abcd\"", text("abcd")), ("12345", text("12345"))]);
    check(
        &Kind::Timestamp(3),
        &[("\"2024-02-30 00:00:00\"", Value::Timestamp(Timestamp::from_millis(1_709_164_800_000))), ("1704190272", Value::Null)],
    );
    check(
        &Kind::BYTES,
        &[
            ("\"aGVsbG8=\"", Value::Bytes(b"hello".to_vec())),
            ("\"aGVsbG8\"", Value::Null),
            ("\"aGV sbG8=\"", Value::Null),
            ("5", Value::Null),
        ],
    );
    check(
        &Kind::BYTES,
        &[("\"\"", Value::Bytes(vec![])), ("\"aGVs\\nbG8=\"", Value::Bytes(b"hello".to_vec())), ("\"+/8=\"", Value::Bytes(vec![251, 255]))],
    );
    assert_eq!(value(Kind::BYTES, &[], "\"a\""), None);
    assert_eq!(value(Kind::BYTES, &[], "\"é\""), None);
}

#[test]
fn text_as_in_flink() {
    check(
        &Kind::STRING,
        &[
            ("1.50", text("1.50")),
            ("1e5", text("1e5")),
            ("true", text("true")),
            (r#"{"k" : [1, 2.50, 1e5,"x\u0041\/\n\u0001é"],"z":{}, "n":null,"k":3}"#, text(r#"{"k":3,"z":{},"n":null}"#)),
            (r#"["x\u0041\/\n\u0001é",2.50,1e5]"#, text("[\"xA/\\n\\u0001é\",2.5,100000.0]")),
            (r#""a\u00e9\ud83d\ude00b""#, text("aé😀b")),
            (r#""\ud800""#, text("?")),
            (r#""\ud800x""#, text("?x")),
            (r#""\udc00""#, text("?")),
            ("\"tab\there\"", text("tab\there")),
            ("[1e400]", text("[\"Infinity\"]")),
            ("[]", text("[]")),
        ],
    );
    for invalid in [r#""\x""#, r#""\u00zz""#, "1x", "tru", "01", "{\"a\"}", "[1 2]", "[1,]", "{a:1}", "[1}", "[tru]", "[1x]"] {
        assert_eq!(value(Kind::STRING, &[], invalid), None, "{invalid}");
    }
    assert_eq!(value(Kind::STRING, &[], "{\"a\":1,},\"w\":2"), Some(Value::Null));
}

#[test]
fn text_that_is_not_utf8_as_in_flink() {
    let one = |bytes: &[u8]| {
        let record = [b"{\"v\":\"".as_slice(), bytes, b"\",\"w\":1}\n"].concat();
        decode(&[("v", Kind::STRING)], IGNORE, &record).0.pop().map(|mut row| row.remove(0))
    };
    assert_eq!(one(b"\xff"), None);
    assert_eq!(one(b"\xed\xa0\x80"), Some(text("?")));
    assert_eq!(one(b"\xf5\x80\x80\x80"), Some(text("??")));
    assert_eq!(one(b"\xc0\x80"), Some(text("\0")));
    assert_eq!(one(b"a\0b"), Some(text("a\0b")));
}

#[test]
fn nested_values_as_in_flink() {
    let ints = Kind::Array(Box::new(Kind::Int.nullable()));
    let list = |values: &[Option<i32>]| Value::Array(values.iter().map(|v| v.map_or(Value::Null, Value::Int)).collect());
    check(
        &ints,
        &[
            ("[1,null,\"3\"]", list(&[Some(1), None, Some(3)])),
            ("[1.9]", list(&[Some(1)])),
            ("[\"x\",2]", list(&[None, Some(2)])),
            ("5", Value::Null),
            ("[[1]]", list(&[None, Some(1)])),
            ("[{\"a\":1}]", list(&[None, None, Some(1), None])),
        ],
    );
    let map = Kind::Map(Box::new(Kind::STRING.nullable()), Box::new(Kind::Int.nullable()));
    let entries =
        |entries: &[(&str, Option<i32>)]| Value::Map(entries.iter().map(|(k, v)| (text(k), v.map_or(Value::Null, Value::Int))).collect());
    check(
        &map,
        &[
            (r#"{"a":1,"a":2,"b":null}"#, entries(&[("a", Some(2)), ("b", None)])),
            (r#"{"":"7"}"#, entries(&[("", Some(7))])),
            (r#"{"a":"x","b":2}"#, entries(&[("a", None), ("b", Some(2))])),
        ],
    );
    let row = Kind::Row(vec![Field::new("x", Kind::Int.nullable()), Field::new("y", Kind::STRING.nullable())].into());
    check(
        &row,
        &[
            (r#"{"y":"q","x":"3"}"#, Value::Row(vec![Value::Int(3), text("q")])),
            (r#"{"x":"bad","y":"k"}"#, Value::Row(vec![Value::Null, text("k")])),
            (r#"{"x":1,"z":[1,{}],"y":"u"}"#, Value::Row(vec![Value::Int(1), text("u")])),
            (r#"{"x":1,"x":2,"y":"u"}"#, Value::Row(vec![Value::Int(2), Value::Null])),
            ("[1]", Value::Null),
        ],
    );
}

/// Flink counts matched fields and goes on inside a value that did not fit.
#[test]
fn flinks_oddities_are_kept() {
    let fields = [("id", Kind::Int), ("a", Kind::Int), ("b", Kind::Int)];
    for (record, expected) in [
        (r#"{"id":0,"a":{"b":5},"b":7}"#, Some([Some(0), None, Some(5)])),
        (r#"{"id":2,"a":[1,2],"b":7}"#, None),
        (r#"{"id":3,"a":[],"b":7}"#, None),
        (r#"{"id":4,"a":[[1,2],{"b":3}],"b":7}"#, None),
        (r#"{"id":5,"a":{},"b":7}"#, Some([Some(5), None, None])),
        (r#"{"id":6,"a":["b",2],"b":7}"#, Some([Some(6), None, Some(2)])),
        (r#"{"id":7,"a":["b"],"b":7}"#, Some([Some(7), None, None])),
        (r#"{"b":1,"b":2,"id":8,"a":5}"#, Some([Some(8), None, Some(2)])),
        (r#"{"id":9,"a":{"q":{"z":1}},"b":7}"#, Some([Some(9), None, None])),
        (r#"{"id":10,"a":1,"a":2,"b":3}"#, Some([Some(10), Some(2), None])),
        (r#"{"id":11,"b":3,"a":{"q":1} junk"#, Some([Some(11), None, Some(3)])),
        (r#"{"id":12,"b":3,"a":1 junk"#, None),
        (r#"{"id":13,"a":"x","b":{"a":3}}"#, Some([Some(13), None, None])),
        (r#"{"id":14,"a":[null],"b":1}"#, Some([Some(14), None, Some(1)])),
        (r#"{"id":15,"a":[true,"id",5],"b":1}"#, Some([Some(15), None, Some(1)])),
    ] {
        let (rows, _) = decode(&fields, IGNORE, record.as_bytes());
        let expected: Vec<Vec<Value>> =
            expected.iter().map(|row| row.iter().map(|v| v.map_or(Value::Null, Value::Int)).collect()).collect();
        assert_eq!(rows, expected, "{record}");
    }
}

#[test]
fn records_that_are_no_plain_object() {
    let numbers = |given: &[(&str, &str)], input: &str| {
        let (rows, fault) = decode(&[("a", Kind::Int)], given, input.as_bytes());
        (rows.into_iter().map(|row| row[0].as_i64()).collect::<Vec<_>>(), fault.is_some())
    };
    for (input, rows, fails) in [
        ("", vec![], false),
        ("\n{\"a\":1}\n\n", vec![Some(1)], false),
        ("{\"a\":1}\n\r\n{\"a\":2}\r\n", vec![Some(1), Some(2)], false),
        ("{\"a\":1}\r{\"a\":2}", vec![Some(1)], false),
        ("\u{feff}{\"a\":1}", vec![Some(1)], false),
        ("{\"a\":1} x", vec![Some(1)], false),
        ("{\"a\":1}\0", vec![Some(1)], false),
        (" {\"a\":1,\"a\":2} ", vec![Some(1)], false),
        ("[{\"a\":1},{\"a\":2},{\"a\":3},{},{\"a\":5}]\n{\"a\":6}", vec![Some(1), Some(2), Some(3), None, Some(5), Some(6)], false),
        ("[]", vec![], false),
        ("null", vec![], true),
        ("5", vec![], true),
        ("\t", vec![], true),
        ("[1]", vec![], true),
        ("{\"a\":1}\n{\"a\":1", vec![Some(1)], true),
        ("{\"a\":1,}", vec![], true),
        ("{a:1}", vec![], true),
        ("{\"x\":tru,\"a\":1}", vec![], true),
        ("{\"a\":1,\"x\":tru}", vec![], true),
    ] {
        assert_eq!(numbers(&[], input), (rows, fails), "{input:?}");
    }
    for (input, rows) in [
        ("[1,{\"a\":2}]\n{\"a\":7}", vec![Some(7)]),
        ("[{\"a\":1},{\"a\":2\n{\"a\":7}", vec![Some(1), Some(7)]),
        ("[{\"a\":1} {\"a\":2}]", vec![Some(1)]),
        ("{\"a\":1\n{\"a\":2}", vec![Some(2)]),
        ("  \n{\"a\":1}", vec![Some(1)]),
    ] {
        assert_eq!(numbers(IGNORE, input), (rows, false), "{input:?}");
    }
}

#[test]
fn missing_fields_fail_when_asked_to() {
    let strict: &[(&str, &str)] = &[("fail-on-missing-field", "true")];
    let fails = |input: &str| decode(&[("a", Kind::Int), ("b", Kind::Int)], strict, input.as_bytes()).1.is_some();
    assert!(fails("{\"a\":1}"));
    assert!(!fails("{\"a\":1,\"b\":null}"));
    assert!(!fails("{\"a\":1,\"a\":2}"));
}

#[test]
fn limits_are_jacksons() {
    let with = |field: String| value(Kind::Int, &[], &format!("1,{field}"));
    let nested = |depth: usize| format!("\"u\":{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(with(nested(999)), Some(Value::Int(1)));
    assert_eq!(with(nested(1_000)), None);
    assert_eq!(with(nested(100_000)), None);
    assert_eq!(with(format!("\"u\":{}", "1".repeat(1_000))), Some(Value::Int(1)));
    assert_eq!(with(format!("\"u\":{}", "1".repeat(1_001))), None);
    assert_eq!(with(format!("\"{}\":1", "k".repeat(50_001))), None);
    assert_eq!(with(format!("\"u\":\"{}\"", "x".repeat(100_000))), Some(Value::Int(1)));
}

#[test]
fn a_failure_names_value_column_and_type() {
    let row = Kind::Row(vec![Field::new("x", Kind::Int.nullable())].into());
    let (rows, message) = decode(&[("a", Kind::Int), ("r", row)], &[], b"{\"a\":1}\n{\"a\":2,\"r\":{\"x\":\"abc\"}}\n");
    assert_eq!(rows.len(), 1);
    let message = message.unwrap();
    assert!(message.contains("field `r.x`: expected INT, found \"abc\""), "{message}");
    assert!(message.contains("record {\"a\":2"), "{message}");
}

#[test]
fn options_are_checked() {
    let schema = Schema::new(vec![Field::new("m", Kind::Map(Box::new(Kind::Int.nullable()), Box::new(Kind::Int.nullable())).nullable())]);
    let refused = |given: &[(&str, &str)], schema: &Schema| {
        let options = options(given);
        Json.decoding(&options_of(&options, &Json), &Decode { schema, columns: &[] }).unwrap_err().to_string()
    };
    assert!(refused(&[], &schema).contains("MAP<INT, INT>"));
    let none = Schema::default();
    assert!(refused(&[("timestamp-format.standard", "ISO-8601-WITH-OFFSET")], &none).contains("SQL, ISO-8601"));
    assert!(refused(&[("ignore-parse-errors", "maybe")], &none).contains("'json.ignore-parse-errors' = 'maybe'"));
    assert!(refused(&[("ignore-parse-errors", "true"), ("fail-on-missing-field", "true")], &none).contains("both"));
}

/// A small generator of records that are nearly right.
struct Generator(u64);

impl Generator {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }

    fn scalar(&mut self) -> String {
        let scalars = [
            "1",
            "-7",
            "12345678901",
            "1.5",
            "1e2",
            "01",
            "-",
            "true",
            "null",
            "tru",
            "\"\"",
            "\"abc\"",
            "\"12\"",
            "\"a\\nb\"",
            "\"\\u0041\"",
            "\"\\ud83d\\ude00\"",
            "\"\\x\"",
            "\"2024-01-02 10:11:12.5\"",
            "\"2024-01-02\"",
            "\"10:11:12\"",
            "\"a long string with more than thirty-two bytes in it\"",
        ];
        self.pick(&scalars).to_owned()
    }

    fn value(&mut self, depth: u32) -> String {
        let blank = self.pick(&["", "", "", " ", "\t"]);
        match self.below(if depth == 0 { 6 } else { 10 }) {
            6 => format!("[{blank}{},{}]", self.value(depth - 1), self.value(depth - 1)),
            7 => self.object(depth - 1),
            8 => self.pick(&["{}", "[]", "[ ]", "[1,2]", "{\"k\":1,\"l\":2}", "{\"k\":1,\"k\":2}"]).to_owned(),
            9 => "{\"x\":4,\"y\":\"t\"}".to_owned(),
            _ => self.scalar() + blank,
        }
    }

    fn object(&mut self, depth: u32) -> String {
        let members: Vec<String> =
            (0..self.below(6)).map(|_| format!("\"{}\":{}", self.pick(&["a", "b", "c", "d", "x", "y", "z"]), self.value(depth))).collect();
        format!("{{{}{}", members.join(self.pick(&[",", ",", ",", " , ", ", "])), self.pick(&["}", "}", "}", "}", "", "}}", "} x"]))
    }
}

fn sample_fields() -> Vec<(&'static str, Kind)> {
    let row = Kind::Row(vec![Field::new("x", Kind::Int.nullable()), Field::new("y", Kind::STRING.nullable())].into());
    let ints = Kind::Array(Box::new(Kind::Int.nullable()));
    let map = Kind::Map(Box::new(Kind::STRING.nullable()), Box::new(ints.clone().nullable()));
    vec![("a", Kind::BigInt), ("b", row.clone()), ("c", Kind::Array(Box::new(row.nullable()))), ("d", map)]
}

#[test]
fn both_decoders_agree_on_random_records() {
    let all = sample_fields();
    let others = [("a", Kind::STRING), ("b", Kind::Timestamp(3)), ("c", Kind::decimal(6, 1)), ("d", Kind::Boolean)];
    for (fields, given) in [(&all[..], IGNORE), (&others[..], IGNORE), (&all[..], &[][..]), (&others[..2], &[]), (&[], &[])] {
        let mut generator = Generator(0x9e37_79b9_7f4a_7c15);
        for _ in 0..4_000 {
            let record = generator.object(2);
            agree(fields, given, &record);
        }
    }
}

/// Decodes a record twice in a row (so that gaps are remembered) and once by the exact decoder.
fn agree(fields: &[(&str, Kind)], given: &[(&str, &str)], record: &str) {
    let input = format!("{record}\n{record}\n");
    let (rows, fault) = decode(fields, given, input.as_bytes());
    let named: Vec<Field> = fields.iter().map(|(name, kind)| Field::new(*name, kind.clone().nullable())).collect();
    let options = options(given);
    let reading = super::Reading::from_options(&options_of(&options, &Json)).unwrap();
    let exact = super::exact::Exact { fields: &named, reading, decimals: fields.iter().any(|(_, k)| matches!(k, Kind::Decimal { .. })) };
    let once = exact.record(record.as_bytes());
    let fails = once.fault.is_some() && !reading.ignore_parse_errors;
    let twice: Vec<Vec<Value>> = if fails { once.rows } else { once.rows.iter().chain(&once.rows).cloned().collect() };
    assert_eq!((rows, fault.is_some()), (twice, fails), "{record}");
}

fn encode(fields: &[(&str, Kind)], given: &[(&str, &str)], row: &[Value]) -> Result<String, String> {
    let schema = Schema::new(fields.iter().map(|(name, kind)| Field::new(*name, kind.clone().nullable())).collect());
    let columns = schema.fields.iter().zip(row).map(|(f, v)| column_of(&f.data_type, [v])).collect();
    let options = options(given);
    let mut encoder = Json.encoding(&options_of(&options, &Json), &schema).unwrap().encoder();
    let mut out = Vec::new();
    encoder.encode(&Batch::new(columns, 1), 0, &mut out).map_err(|f| f.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn scalars_are_written_as_flink_writes_them() {
    let fields = [
        ("d", Kind::Double),
        ("f", Kind::Float),
        ("e", Kind::decimal(38, 10)),
        ("h", Kind::BYTES),
        ("t", Kind::Time(0)),
        ("s", Kind::STRING),
    ];
    let row = [
        Value::Double(1.234_567_891_25e8),
        Value::Float(0.1),
        Value::Decimal(1_000_000_000_000),
        Value::Bytes(b"hell\xff".to_vec()),
        Value::Time(36_672_125),
        text("a\"b\\/é\u{1}\t"),
    ];
    let line = r#"{"d":1.23456789125E8,"f":0.1,"e":1E+2,"h":"aGVsbP8=","t":"10:11:12.125","s":"a\"b\\/é\u0001\t"}"#;
    assert_eq!(encode(&fields, &[], &row).unwrap(), format!("{line}\n"));
    let plain = encode(&fields[2..3], &[("encode.decimal-as-plain-number", "true")], &[Value::Decimal(-1_000)]).unwrap();
    assert_eq!(plain, "{\"e\":-0.0000001000}\n");
    assert_eq!(encode(&fields[..1], &[], &[Value::Double(f64::NAN)]).unwrap(), "{\"d\":\"NaN\"}\n");
}

#[test]
fn times_are_written_as_flink_writes_them() {
    let fields = [("k", Kind::Timestamp(3)), ("l", Kind::TimestampLtz(3)), ("n", Kind::Timestamp(9))];
    let row =
        [Timestamp::from_millis(1_704_190_260_000), Timestamp::from_millis(1_704_190_272_120), Timestamp::new(1_704_190_272_123, 456_789)]
            .map(Value::Timestamp);
    let iso = r#"{"k":"2024-01-02T10:11:00","l":"2024-01-02T10:11:12.12Z","n":"2024-01-02T10:11:12.123456789"}"#;
    assert_eq!(encode(&fields, &[("timestamp-format.standard", "ISO-8601")], &row).unwrap(), format!("{iso}\n"));
    assert_eq!(encode(&fields[1..2], &[], &row[1..2]).unwrap(), "{\"l\":\"2024-01-02 10:11:12.12Z\"}\n");
}

#[test]
fn nested_values_and_nulls_are_written_as_flink_writes_them() {
    let map = Kind::Map(Box::new(Kind::STRING.nullable()), Box::new(Kind::Int.nullable()));
    let inner = Kind::Row(vec![Field::new("x", Kind::Int.nullable()), Field::new("y", Kind::STRING.nullable())].into());
    let fields = [("m", map), ("a", Kind::Array(Box::new(Kind::STRING.nullable()))), ("r", inner), ("n", Kind::Int)];
    let row = [
        Value::Map(vec![(text("a"), Value::Int(1)), (text("b"), Value::Null)]),
        Value::Array(vec![text("p"), Value::Null]),
        Value::Row(vec![Value::Int(1), Value::Null]),
        Value::Null,
    ];
    let all = r#"{"m":{"a":1,"b":null},"a":["p",null],"r":{"x":1,"y":null},"n":null}"#;
    assert_eq!(encode(&fields, &[], &row).unwrap(), format!("{all}\n"));
    let some = encode(&fields[2..], &[("encode.ignore-null-fields", "true")], &row[2..]).unwrap();
    assert_eq!(some, "{\"r\":{\"x\":1}}\n");
}

#[test]
fn what_is_written_reads_back_the_same() {
    let row: Vec<(&str, Kind)> =
        vec![("s", Kind::STRING), ("d", Kind::Double), ("e", Kind::decimal(20, 3)), ("t", Kind::Timestamp(6)), ("b", Kind::BYTES)];
    let values = [
        text("\u{7f}\u{2028}😀\\\"\n"),
        Value::Double(0.1 + 0.2),
        Value::Decimal(-12_345),
        Value::Timestamp(Timestamp::new(-1, 123_000)),
        Value::Bytes((0..=255).collect()),
    ];
    let line = encode(&row, &[], &values).unwrap();
    assert_eq!(decode(&row, &[], line.as_bytes()), (vec![values.to_vec()], None));
}
