//! Conversions between types: CAST, TRY_CAST, the implicit casts, and how constants look.
//!
//! | name | arguments |
//! |---|---|
//! | `CAST`, `TRY_CAST` | made by [`cast`], which is told the type wanted; not by name |
//! | `TYPEOF` | expression\[, BOOLEAN literal\] |
//!
//! [`can_cast`](crate::coercion::can_cast) says which casts exist; `convert` holds what each does with one value, `read` and
//! `write` what text becomes and becomes of, `columns` the same over whole columns.

mod columns;
pub(crate) mod convert;
mod legacy;
pub(crate) mod read;
pub(crate) mod write;

use crate::coercion::{can_cast, can_cast_implicitly, decimal_size};
use crate::expr::{Node, Origin, as_planned, seven_digits};
use crate::register::{Call, Family, Function, Resolution};
use crate::zone::Zone;
use crate::{Expr, Mismatch, Session};
use waterwheel_types::{DataType, Kind, Value};

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    Function {
        name: "CAST",
        family: Family::Conversion,
        syntax: "CAST(value AS type)",
        doc: "The value as one of another type; fails where it has none.",
        deterministic: true,
        resolve: needs_a_type,
    },
    Function {
        name: "TRY_CAST",
        family: Family::Conversion,
        syntax: "TRY_CAST(value AS type)",
        doc: "The value as one of another type; NULL where it has none.",
        deterministic: true,
        resolve: needs_a_type,
    },
    Function {
        name: "TYPEOF",
        family: Family::Conversion,
        syntax: "TYPEOF(value[, force_serializable])",
        doc: "The type of an expression, as text.",
        deterministic: true,
        resolve: type_of,
    },
    Function {
        name: "CURRENT_DATABASE",
        family: Family::Conversion,
        syntax: "CURRENT_DATABASE()",
        doc: "The name of the database that is in use.",
        deterministic: true,
        resolve: current_database,
    },
];

fn current_database(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(0, 0)?;
    let name = Value::String(call.session.database.clone());
    Ok(Resolution::Rewrite(Expr::literal(name, Kind::STRING.not_null())))
}

/// What a cast does with a value that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// CAST and implicit casts: the job fails, naming the value.
    Cast,
    /// TRY_CAST: NULL.
    TryCast,
}

/// `input` as a value of `wanted`; refused when Flink has no such cast. The result admits NULL when the input does and under
/// TRY_CAST. A constant is computed now, unless it fails: then it fails where and when it is evaluated. A number that was cast to a
/// text is cast itself, where Flink's planner leaves the text out.
pub fn cast(input: Expr, wanted: &DataType, mode: Mode, session: &Session) -> Result<Expr, Mismatch> {
    let number = number_behind(&input, &wanted.kind).filter(|_| mode == Mode::Cast).cloned();
    cast_as_it_is(number.unwrap_or(input), wanted, mode, session)
}

/// [`cast`] of the input itself, whatever it was cast from: what most functions do with their arguments.
pub(crate) fn cast_as_it_is(input: Expr, wanted: &DataType, mode: Mode, session: &Session) -> Result<Expr, Mismatch> {
    let nullable = input.data_type.nullable || mode == Mode::TryCast;
    let result = wanted.with_nullable(nullable);
    if input.data_type.kind == wanted.kind {
        return Ok(Expr { data_type: result, node: input.node });
    }
    if matches!(input.node, Node::Literal(Value::Null, _)) || input.data_type.kind == Kind::Null {
        return Ok(Expr::null(wanted.kind.clone()));
    }
    if !can_cast(&input.data_type, wanted, true) {
        return Err(refusal(&input.data_type.kind, &wanted.kind));
    }
    if let (Some(value), Kind::Timestamp(_), Kind::Timestamp(_)) = (input.as_literal(), &input.data_type.kind, &wanted.kind) {
        // Flink's planner cuts a constant towards the past, where its running jobs cut towards 1970.
        return Ok(Expr::literal(as_planned(value, &wanted.kind), result));
    }
    let numbers = input.data_type.kind.is_numeric() && wanted.kind.is_numeric();
    if session.legacy_casts && !numbers {
        return Ok(legacy::cast(input, &result, function(mode), Zone::of_session(session)));
    }
    if let (Node::Literal(_, Origin::Number(number)), Mode::Cast) = (&input.node, mode)
        && let Some(converted) = of_number(number, &result, session)
    {
        return Ok(converted);
    }
    if let (Node::Literal(Value::Double(double), Origin::Exact), Kind::Decimal { precision, scale }, Mode::Cast) =
        (&input.node, &wanted.kind, mode)
        && let Some(number) = exact_decimal(*double, *precision, *scale)
    {
        return Ok(Expr { data_type: result, node: Node::Literal(Value::Decimal(number), Origin::Computed) });
    }
    let kernel = columns::kernel(&input.data_type, wanted, mode, Zone::of_session(session));
    let folded = Expr { data_type: result, node: Node::Call(function(mode), kernel, vec![input.clone()]) }.fold();
    if folded.data_type.kind == Kind::Double && input.data_type.kind.is_text() && mode == Mode::Cast {
        return Ok(exactly(folded));
    }
    match written_number(&input, &folded, mode) {
        Some((value, number)) => Ok(Expr { node: Node::Literal(value, Origin::Number(Box::new(number))), ..folded }),
        None if input.as_literal().is_some_and(|value| matches!(value, Value::Double(v) if v.is_finite())) => Ok(folded),
        None => folded.holdable(),
    }
}

/// The number that a text is the cast of. To Flink's planner a VARCHAR that has room for all the digits of the number's type loses
/// nothing, and one of a FLOAT or DOUBLE however short it is, so that `CAST(CAST(1e10 AS VARCHAR(3)) AS INT)` of a column is the
/// largest INT. What the planner does not cast numbers to stays a cast of the text.
pub(crate) fn number_behind<'a>(text: &'a Expr, wanted: &Kind) -> Option<&'a Expr> {
    let (Kind::VarChar(room), Node::Call(function, _, arguments)) = (&text.data_type.kind, &text.node) else { return None };
    let number = arguments.first().filter(|_| std::ptr::eq(*function, &FUNCTIONS[0]))?;
    let length = match decimal_size(&number.data_type.kind) {
        Some((digits, 0)) => u32::from(digits) + 1,
        Some((digits, scale)) => u32::from(digits) + u32::from(scale) + 2,
        None => 0,
    };
    let kind = &number.data_type.kind;
    let casts = wanted.is_numeric() || wanted.is_text() || wanted.is_timestamp() || (wanted.is_interval() && !kind.is_approximate());
    (kind.is_numeric() && *room >= length && casts).then_some(number)
}

fn function(mode: Mode) -> &'static Function {
    match mode {
        Mode::Cast => &FUNCTIONS[0],
        Mode::TryCast => &FUNCTIONS[1],
    }
}

/// The value and the number that Flink's planner keeps where it makes a FLOAT or a DOUBLE of a constant: the number that
/// was written, whatever the type holds of it, or the seven digits that it writes down of a FLOAT that was a text.
fn written_number(input: &Expr, made: &Expr, mode: Mode) -> Option<(Value, Expr)> {
    let value = made.as_literal().filter(|_| matches!(made.data_type.kind, Kind::Float | Kind::Double))?;
    match (&input.node, value) {
        (Node::Literal(_, Origin::Number(number)), _) => Some((value.clone(), (**number).clone())),
        (Node::Literal(_, Origin::Exact), _) if mode == Mode::Cast => Some((value.clone(), input.clone())),
        (Node::Literal(_, Origin::Written), _) if input.data_type.kind.is_numeric() => Some((value.clone(), input.clone())),
        (Node::Literal(Value::String(_), Origin::Written), Value::Float(float)) if mode == Mode::Cast && float.is_finite() => {
            let digits = seven_digits(*float).parse().ok()?;
            let number = Node::Literal(Value::Double(digits), Origin::Computed);
            Some((as_planned(value, &Kind::Float), Expr { data_type: Kind::Double.not_null(), node: number }))
        }
        _ => None,
    }
}

/// The DOUBLE that a text has become, of which a DECIMAL takes every bit.
fn exactly(double: Expr) -> Expr {
    match double.node {
        Node::Literal(value @ Value::Double(_), _) => Expr { node: Node::Literal(value, Origin::Exact), ..double },
        node => Expr { node, ..double },
    }
}

/// A DOUBLE to its last bit, rounded half up; `None` where the DECIMAL has no room for it. No DOUBLE has more digits than are written.
fn exact_decimal(double: f64, precision: u8, scale: u8) -> Option<i128> {
    double.is_finite().then(|| format!("{double:.1074}")).and_then(|digits| read::exact_decimal(&digits, precision, scale))
}

/// The number behind a FLOAT or DOUBLE as another number; an integer only if it is just that. `None` where it is none: then
/// the value itself is cast, which says why it can't be if it can't.
fn of_number(number: &Expr, wanted: &DataType, session: &Session) -> Option<Expr> {
    let convert = |from: Expr, to: &DataType| cast(from, to, Mode::Cast, session).ok();
    let converted = convert(number.clone(), wanted).filter(|_| wanted.kind.is_numeric())?;
    let exact = || convert(converted.clone(), &number.data_type)?.as_literal().map(|back| Some(back) == number.as_literal());
    (!wanted.kind.is_integer() || exact() == Some(true)).then_some(converted)
}

/// A value as a sink's column of type `wanted` takes it: only implicit casts are made, so texts are cut or padded and
/// DECIMALs rounded, but a BIGINT is refused for an INT.
pub fn sink_cast(input: Expr, wanted: &DataType, session: &Session) -> Result<Expr, Mismatch> {
    if !can_cast_implicitly(&input.data_type, wanted) {
        let (from, to) = (&input.data_type.kind, &wanted.kind);
        let hint = Some(format!("write CAST(... AS {to})"));
        return Err(Mismatch { message: format!("a column of type {to} does not take {from}"), hint });
    }
    cast(input, wanted, Mode::Cast, session)
}

fn refusal(from: &Kind, to: &Kind) -> Mismatch {
    let hint = match (from, to) {
        (_, Kind::Timestamp(_)) if from.is_numeric() => Some("TO_TIMESTAMP(FROM_UNIXTIME(seconds)) makes a TIMESTAMP of a number"),
        (_, Kind::TimestampLtz(_)) if from.is_numeric() => Some("TO_TIMESTAMP_LTZ(number, 0 or 3) makes one of seconds or milliseconds"),
        (Kind::Timestamp(_), _) if to.is_numeric() => Some("UNIX_TIMESTAMP(CAST(value AS STRING)) gives its seconds since 1970"),
        _ => None,
    };
    Mismatch { message: format!("there is no cast from {from} to {to}"), hint: hint.map(str::to_owned) }
}

fn needs_a_type(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    Err(call.refuse())
}

fn type_of(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    if call.arguments.get(1).is_some_and(|forced| forced.data_type.kind != Kind::Boolean || forced.as_literal().is_none()) {
        return Err(call.refuse());
    }
    let text = call.data_type(0).to_string();
    Ok(Resolution::Rewrite(Expr::literal(Value::String(text), Kind::STRING.nullable())))
}

/// A constant as `explain` shows it: text in quotes, everything else as CAST to STRING does, in UTC.
pub fn literal_text(value: &Value, data_type: &DataType) -> String {
    let mut out = String::new();
    write::write_value(value, &data_type.kind, &Zone::UTC, &mut out);
    if matches!(value, Value::String(_)) { format!("'{}'", out.replace('\'', "''")) } else { out }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::{Expr, Session};

    /// Checks casts of one value: to which kind, giving what.
    #[track_caller]
    fn casts(input: &Expr, answers: &[(&str, &str)]) {
        for (kind, wanted) in answers {
            assert_eq!(cast(input.clone(), kind).to_string(), *wanted, "{input} to {kind}");
            let column = Expr::column(0, input.data_type.with_nullable(true));
            let value = input.as_literal().expect("a constant");
            let columns = [waterwheel_types::column::column_of(&input.data_type, [value, value])];
            let call = cast_call("TRY_CAST", column, kind);
            let got = evaluate(&call, &columns).unwrap();
            assert_eq!(super::literal_text(&got, &call.data_type), *wanted, "column {input} to {kind}");
        }
    }

    #[test]
    fn numbers_narrow_as_in_java() {
        casts(&int(300), &[("TINYINT", "44"), ("DECIMAL(2, 0)", "NULL"), ("BOOLEAN", "TRUE"), ("STRING", "'300'")]);
        casts(&dbl(3e10), &[("INT", "2147483647"), ("TINYINT", "-1"), ("BIGINT", "30000000000"), ("STRING", "'3.0E10'")]);
        casts(&dbl(f64::NAN), &[("INT", "0"), ("STRING", "'NaN'")]);
        casts(&dbl(1.005), &[("DECIMAL(4, 2)", "1.01"), ("DECIMAL(20, 18)", "1.005000000000000000")]);
        casts(&flt(1.1), &[("DOUBLE", "1.100000023841858"), ("STRING", "'1.1'"), ("DECIMAL(10, 3)", "1.100")]);
        casts(&dec("-2.5"), &[("DECIMAL(2, 0)", "-3"), ("INT", "-2"), ("STRING", "'-2.5'"), ("DOUBLE", "-2.5")]);
        casts(&dec("12345678901234567.895"), &[("INT", "1567312775"), ("TINYINT", "-121"), ("FLOAT", "1.23456784E16")]);
        casts(&boolean(true), &[("INT", "1"), ("DECIMAL(3, 1)", "1.0"), ("STRING", "'TRUE'"), ("CHAR(3)", "'TRU'")]);
    }

    #[test]
    fn text_is_read_leniently() {
        casts(&text(" 12 "), &[("INT", "12"), ("DOUBLE", "12.0"), ("DECIMAL(4, 2)", "12.00")]);
        casts(&text("-1.9"), &[("INT", "-1"), ("TINYINT", "-1"), ("FLOAT", "-1.9")]);
        casts(&text("yes"), &[("BOOLEAN", "TRUE")]);
        casts(&text("12.345"), &[("DECIMAL(4, 2)", "12.35"), ("DECIMAL(38, 10)", "12.3450000000")]);
        casts(&text("1e400"), &[("DOUBLE", "Infinity")]);
        casts(&text("2024-5-1 1:1:1"), &[("DATE", "2024-05-01"), ("TIMESTAMP(3)", "2024-05-01 01:01:01.000")]);
        casts(&text("2024-02-30"), &[("TIMESTAMP(0)", "2024-02-29 00:00:00")]);
        casts(&text("1:2:3.4567"), &[("TIME(3)", "01:02:03.457"), ("TIME(0)", "01:02:03")]);
    }

    #[test]
    fn what_is_no_value_fails_or_is_null() {
        for (value, kind, message) in [
            ("abc", "INT", "For input string: 'abc'. Invalid character found."),
            ("300", "TINYINT", "For input string: '300'. Overflow."),
            ("", "INT", "For input string: ''. Input is empty."),
            (" True ", "BOOLEAN", "Cannot parse ' True ' as BOOLEAN."),
            ("12345", "DECIMAL(4, 2)", "For input string: '12345'. Overflow."),
            ("inf", "DOUBLE", "For input string: \"inf\""),
            ("2023-02-29", "DATE", "For input string: '2023-02-29'."),
            ("25:00:00", "TIME(0)", "Invalid time format: '25:00:00'."),
            ("2024-05-01T10:11:12", "TIMESTAMP(3)", "Text '2024-05-01T10:11:12' could not be parsed"),
        ] {
            let failure = evaluate(&cast(text(value), kind), &[]).expect_err(value);
            assert!(failure.message.starts_with(message), "{failure}");
            assert_eq!(cast_call("TRY_CAST", text(value), kind).to_string(), "NULL");
        }
    }

    #[test]
    fn lengths_are_kept() {
        casts(&text("abc"), &[("CHAR(5)", "'abc  '"), ("CHAR(2)", "'ab'"), ("VARCHAR(2)", "'ab'"), ("STRING", "'abc'")]);
        casts(&bytes(b"ABC"), &[("BINARY(5)", "ABC\0\0"), ("VARBINARY(2)", "AB"), ("STRING", "'ABC'")]);
        casts(&int(12_345), &[("CHAR(3)", "'123'"), ("VARCHAR(3)", "'123'")]);
    }

    #[test]
    fn times() {
        let ts = cast(text("2024-05-01 10:00:00.129"), "TIMESTAMP(3)");
        casts(&ts, &[("STRING", "'2024-05-01 10:00:00.129'"), ("DATE", "2024-05-01"), ("TIME(0)", "10:00:00")]);
        casts(&ts, &[("TIMESTAMP(2)", "2024-05-01 10:00:00.12"), ("TIMESTAMP(9)", "2024-05-01 10:00:00.129000000")]);
        let before = cast(text("1969-12-31 23:59:59.999"), "TIMESTAMP(3)");
        casts(&before, &[("DATE", "1970-01-01")]);
        assert_eq!(cast(before.clone(), "TIMESTAMP(0)").to_string(), "1969-12-31 23:59:59", "a constant is cut towards the past");
        let columns = [waterwheel_types::column::column_of(&before.data_type, before.as_literal())];
        let row = cast(Expr::column(0, before.data_type.clone()), "TIMESTAMP(0)");
        let cut = evaluate(&row, &columns).unwrap();
        assert_eq!(super::literal_text(&cut, &row.data_type), "1970-01-01 00:00:00", "a row is cut towards 1970");
        let clock = cast(text("10:11:12.345"), "TIME(3)");
        casts(&clock, &[("STRING", "'10:11:12.345'"), ("TIME(1)", "10:11:12.3"), ("TIMESTAMP(3)", "1970-01-01 10:11:12.345")]);
    }

    #[test]
    fn instants_are_shown_in_the_sessions_zone() {
        let berlin = Session { time_zone: "Europe/Berlin".to_owned(), ..Session::default() };
        let shown = |value: &str, kinds: &[&str]| {
            let convert = |e: Expr, kind: &&str| super::cast(e, &kind_of(kind).nullable(), super::Mode::Cast, &berlin).unwrap();
            kinds.iter().fold(text(value), convert).to_string()
        };
        assert_eq!(shown("2024-05-01 10:00:00", &["TIMESTAMP_LTZ(3)", "STRING"]), "'2024-05-01 10:00:00.000'");
        assert_eq!(shown("2024-05-01 10:00:00", &["TIMESTAMP_LTZ(3)"]), "2024-05-01 08:00:00.000");
        assert_eq!(shown("2024-03-31 02:30:00", &["TIMESTAMP(3)", "TIMESTAMP_LTZ(3)"]), "2024-03-31 01:30:00.000");
        assert_eq!(shown("2024-05-01", &["DATE", "TIMESTAMP_LTZ(3)", "DATE"]), "2024-05-01");
    }

    #[test]
    fn sinks_take_implicit_casts_only() {
        let sink = |input: Expr, kind: &str| super::sink_cast(input, &kind_of(kind).nullable(), &Session::default());
        assert_eq!(sink(string("abcdef"), "VARCHAR(3)").unwrap().to_string(), "'abc'");
        assert_eq!(sink(text("ab"), "CHAR(5)").unwrap().to_string(), "'ab   '");
        assert_eq!(sink(dec("1.26"), "DECIMAL(5, 1)").unwrap().to_string(), "1.3");
        for (input, kind) in
            [(big(3), "INT"), (string("ab"), "CHAR(5)"), (int(1), "STRING"), (dbl(1.0), "FLOAT"), (text("true"), "BOOLEAN")]
        {
            assert!(sink(input, kind).is_err(), "{kind}");
        }
    }

    #[test]
    fn types_are_named() {
        check("TYPEOF", &[null("DECIMAL(3, 1)")], "STRING", "'DECIMAL(3, 1)'");
        let one = Expr::call("TYPEOF", vec![int(1)], &Session::default()).unwrap();
        assert_eq!(one.to_string(), "'INT NOT NULL'");
    }
}
