//! Checking functions in tests: a call is made with constants and with columns of the same values, both must give the
//! same answer.

use crate::scalar::cast;
use crate::{Expr, Program, Session};
use waterwheel::Failure;
use waterwheel::expression::{Expression, Input};
use waterwheel_types::column::column_of;
use waterwheel_types::{Column, DataType, Kind, MAX_LENGTH, Value, value_at};

/// An INT.
pub fn int(value: i32) -> Expr {
    Expr::literal(Value::Int(value), Kind::Int.not_null())
}

/// A BIGINT.
pub fn big(value: i64) -> Expr {
    Expr::literal(Value::BigInt(value), Kind::BigInt.not_null())
}

/// A FLOAT.
pub fn flt(value: f32) -> Expr {
    Expr::literal(Value::Float(value), Kind::Float.not_null())
}

/// A DOUBLE.
pub fn dbl(value: f64) -> Expr {
    Expr::literal(Value::Double(value), Kind::Double.not_null())
}

/// A DECIMAL as its literal is typed: `1.50` is a DECIMAL(3, 2).
pub fn dec(text: &str) -> Expr {
    let digits = text.trim_start_matches('-');
    let scale = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let precision = digits.bytes().filter(u8::is_ascii_digit).count();
    let value: i128 = text.replace('.', "").parse().expect("a decimal literal");
    Expr::literal(Value::Decimal(value), Kind::decimal(precision as u8, scale as u8).not_null())
}

/// A text literal: CHAR of its length.
pub fn text(value: &str) -> Expr {
    Expr::literal(Value::String(value.to_owned()), Kind::Char(value.chars().count() as u32).not_null())
}

/// A STRING.
pub fn string(value: &str) -> Expr {
    Expr::literal(Value::String(value.to_owned()), Kind::STRING.not_null())
}

/// A BINARY of its length.
pub fn bytes(value: &[u8]) -> Expr {
    Expr::literal(Value::Bytes(value.to_vec()), Kind::Binary(value.len() as u32).not_null())
}

/// TRUE or FALSE.
pub fn boolean(value: bool) -> Expr {
    Expr::boolean(value)
}

/// NULL of a type.
pub fn null(kind: &str) -> Expr {
    Expr::null(kind_of(kind))
}

/// `CAST(input AS kind)`, which must work.
pub fn cast(input: Expr, kind: &str) -> Expr {
    cast_call("CAST", input, kind)
}

/// A CAST or TRY_CAST.
pub fn cast_call(name: &str, input: Expr, kind: &str) -> Expr {
    let mode = if name == "CAST" { cast::Mode::Cast } else { cast::Mode::TryCast };
    cast::cast(input, &kind_of(kind).nullable(), mode, &Session::default()).unwrap_or_else(|m| panic!("{m}"))
}

/// A kind as Flink writes it.
pub fn kind_of(text: &str) -> Kind {
    let (name, parameters) = text.split_once('(').unwrap_or((text, ""));
    let numbers: Vec<u32> = parameters.trim_end_matches(')').split(", ").filter_map(|n| n.parse().ok()).collect();
    let first = numbers.first().copied();
    match name {
        "BOOLEAN" => Kind::Boolean,
        "TINYINT" => Kind::TinyInt,
        "SMALLINT" => Kind::SmallInt,
        "INT" => Kind::Int,
        "BIGINT" => Kind::BigInt,
        "FLOAT" => Kind::Float,
        "DOUBLE" => Kind::Double,
        "DECIMAL" => Kind::decimal(numbers[0] as u8, numbers[1] as u8),
        "STRING" => Kind::STRING,
        "BYTES" => Kind::BYTES,
        "CHAR" => Kind::Char(first.unwrap_or(1)),
        "VARCHAR" => Kind::VarChar(first.unwrap_or(MAX_LENGTH)),
        "BINARY" => Kind::Binary(first.unwrap_or(1)),
        "VARBINARY" => Kind::VarBinary(first.unwrap_or(MAX_LENGTH)),
        "DATE" => Kind::Date,
        "TIME" => Kind::Time(first.unwrap_or(0) as u8),
        "TIMESTAMP" => Kind::Timestamp(first.unwrap_or(6) as u8),
        "TIMESTAMP_LTZ" => Kind::TimestampLtz(first.unwrap_or(6) as u8),
        "INTERVAL MONTH" => Kind::IntervalYearMonth,
        "INTERVAL SECOND" => Kind::IntervalDayTime,
        other => panic!("no type {other}"),
    }
}

/// The value of an expression over columns of one row.
pub fn evaluate(expr: &Expr, columns: &[Column]) -> Result<Value, Failure> {
    let rows = columns.first().map_or(1, |c| c.len());
    let input = Input { columns, rows, wall_ms: 0, watermark: i64::MIN };
    let column = Program::new(expr).evaluate(&input)?;
    assert_eq!(column.len(), rows);
    Ok(value_at(&column, &expr.data_type, rows - 1))
}

/// Checks the type (NULL aside) and the value of a call, as [`cast::literal_text`] writes them.
#[track_caller]
pub fn check(name: &str, arguments: &[Expr], kind: &str, value: &str) {
    check_in(&Session::default(), name, arguments, kind, value);
}

/// [`check`] in a session.
#[track_caller]
pub fn check_in(session: &Session, name: &str, arguments: &[Expr], kind: &str, value: &str) {
    let constant = Expr::call(name, arguments.to_vec(), session).unwrap_or_else(|m| panic!("{name}: {m}"));
    let shown = |expr: &Expr, value: Value| (expr.data_type.kind.to_string(), cast::literal_text(&value, &expr.data_type));
    let wanted = (kind.to_owned(), value.to_owned());
    assert_eq!(shown(&constant, evaluate(&constant, &[]).unwrap_or_else(|f| panic!("{name}: {f}"))), wanted, "{constant} of constants");
    let (expr, columns) = over_columns(session, name, arguments);
    assert_eq!(shown(&expr, evaluate(&expr, &columns).unwrap_or_else(|f| panic!("{name}: {f}"))), wanted, "{expr} of columns");
}

/// The call over one column per constant argument: a row of NULLs, then the values.
fn over_columns(session: &Session, name: &str, arguments: &[Expr]) -> (Expr, Vec<Column>) {
    let mut columns = Vec::new();
    let mut replaced = Vec::new();
    for argument in arguments {
        replaced.push(match argument.as_literal() {
            Some(value) if argument.data_type.kind != Kind::Null => {
                let data_type: DataType = argument.data_type.with_nullable(true);
                columns.push(column_of(&data_type, [&Value::Null, value]));
                Expr::column(columns.len() - 1, data_type)
            }
            _ => argument.clone(),
        });
    }
    (Expr::call(name, replaced, session).unwrap_or_else(|m| panic!("{name}: {m}")), columns)
}

/// Checks that a call is refused when it is planned.
#[track_caller]
pub fn refused(name: &str, arguments: &[Expr]) {
    let answer = Expr::call(name, arguments.to_vec(), &Session::default());
    assert!(answer.is_err(), "{name} was not refused: {answer:?}");
}

/// Checks that a call over columns fails when it is evaluated, with these words in the message.
#[track_caller]
pub fn fails(name: &str, arguments: &[Expr], words: &str) {
    let (expr, columns) = over_columns(&Session::default(), name, arguments);
    let failure = evaluate(&expr, &columns).expect_err("the call must fail");
    assert!(failure.message.contains(words), "{failure}");
}
