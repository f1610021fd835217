//! Comparisons.
//!
//! | name | arguments |
//! |---|---|
//! | `=` `<>` `<` `<=` `>` `>=`, `IS DISTINCT FROM`, `IS NOT DISTINCT FROM` | a, b |
//! | `BETWEEN`, `NOT BETWEEN`, `BETWEEN SYMMETRIC`, `NOT BETWEEN SYMMETRIC` | value, low, high |
//! | `IN`, `NOT IN` | value, element… |
//! | `IS NULL`, `IS NOT NULL` | value |
//! | `LIKE`, `NOT LIKE`, `SIMILAR TO`, `NOT SIMILAR TO` | text, pattern\[, escape\] |
//!
//! Numbers are compared as numbers whatever their kinds, DECIMALs exactly (see [`comparison`]), NaN by IEEE 754 (equal to nothing). Text is compared
//! byte by byte, so by code point; of collections there is only equality, in which NULL elements are equal, NaN is NaN and
//! -0.0 is not 0.0. As Flink's planner does, an expression compared with itself is not computed: it is equal to itself
//! whatever it is, a NaN or of a type without an order, unless it is NULL.

mod inclusion;
mod like;
mod ranges;
mod views;

pub(crate) use ranges::without_ranges;

use super::cast::{Mode, cast};
use super::primitive::{test2, union_nulls};
use super::{decimal, similar};
use crate::coercion::{common_type, decimal_size, least_restrictive};
use crate::lift;
use crate::operand::{KernelRef, Operand};
use crate::register::{Call, Family, Function, Resolution};
use crate::{Expr, Mismatch, Node, Session};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, i256};
use std::cmp::Ordering;
use std::sync::Arc;
use waterwheel_types::{DataType, Kind, MAX_DECIMAL_PRECISION, Value};

macro_rules! function {
    ($name:literal, $syntax:literal, $doc:literal, $resolve:expr) => {
        Function { name: $name, family: Family::Comparison, syntax: $syntax, doc: $doc, deterministic: true, resolve: $resolve }
    };
}

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    function!("=", "a = b", "Whether both are equal; NULL if either is.", |call| compare(call, Test::Equal)),
    function!("<>", "a <> b", "Whether both differ; NULL if either is.", |call| compare(call, Test::Unequal)),
    function!("<", "a < b", "Whether the first is smaller; NULL if either is.", |call| compare(call, Test::Less)),
    function!("<=", "a <= b", "Whether the first is not greater; NULL if either is.", |call| compare(call, Test::AtMost)),
    function!(">", "a > b", "Whether the first is greater; NULL if either is.", |call| compare(call, Test::Greater)),
    function!(">=", "a >= b", "Whether the first is not smaller; NULL if either is.", |call| compare(call, Test::AtLeast)),
    function!("IS DISTINCT FROM", "a IS DISTINCT FROM b", "Whether both differ, NULL being equal to NULL.", |call| distinct(call, true)),
    function!("IS NOT DISTINCT FROM", "a IS NOT DISTINCT FROM b", "Whether both are equal, NULL being equal to NULL.", |call| {
        distinct(call, false)
    }),
    function!("BETWEEN", "value BETWEEN low AND high", "Whether the value lies within the bounds.", |call| between(call, false, false)),
    function!("NOT BETWEEN", "value NOT BETWEEN low AND high", "Whether the value lies outside the bounds.", |call| {
        between(call, false, true)
    }),
    function!(
        "BETWEEN SYMMETRIC",
        "value BETWEEN SYMMETRIC a AND b",
        "Whether the value lies within the bounds, whichever is lower.",
        |call| { between(call, true, false) }
    ),
    function!("NOT BETWEEN SYMMETRIC", "value NOT BETWEEN SYMMETRIC a AND b", "Whether the value lies outside the bounds.", |call| {
        between(call, true, true)
    }),
    function!("IN", "value IN (element, ...)", "Whether the value equals one of the elements.", |call| inclusion::resolve(call, false)),
    function!("NOT IN", "value NOT IN (element, ...)", "Whether the value equals none of the elements.", |call| {
        inclusion::resolve(call, true)
    }),
    function!("IS NULL", "value IS NULL", "Whether there is no value.", |call| null_test(call, true)),
    function!("IS NOT NULL", "value IS NOT NULL", "Whether there is a value.", |call| null_test(call, false)),
    function!("LIKE", "text LIKE pattern [ESCAPE character]", "Whether the text matches: `%` is any text, `_` any character.", |call| {
        like::resolve(call, false)
    }),
    function!("NOT LIKE", "text NOT LIKE pattern [ESCAPE character]", "Whether the text does not match.", |call| like::resolve(call, true)),
    function!("SIMILAR TO", "text SIMILAR TO pattern [ESCAPE character]", "Whether the text matches an SQL regular expression.", |call| {
        similar::similar(call, false)
    }),
    function!("NOT SIMILAR TO", "text NOT SIMILAR TO pattern [ESCAPE character]", "Whether the text does not match.", |call| {
        similar::similar(call, true)
    }),
];

/// `=` as IN and the fields of rows ask it: DECIMALs are not made one type first, and its NOT is no `<>`.
static EXACTLY_EQUAL: Function =
    function!("IN", "value IN (element)", "Whether the value equals the element.", |call| compare(call, Test::Equal));

#[derive(Clone, Copy, PartialEq, Eq)]
enum Test {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Test {
    fn is_equality(self) -> bool {
        matches!(self, Test::Equal | Test::Unequal)
    }

    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Test::Equal => ordering.is_eq(),
            Test::Unequal => ordering.is_ne(),
            Test::Less => ordering.is_lt(),
            Test::AtMost => ordering.is_le(),
            Test::Greater => ordering.is_gt(),
            Test::AtLeast => ordering.is_ge(),
        }
    }
}

fn compare(call: &Call<'_>, test: Test) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    if let (Test::Equal, Some(a), Some(b)) = (test, written_fields(&call.arguments[0]), written_fields(&call.arguments[1]))
        && a.len() == b.len()
        && !a.is_empty()
    {
        let equal = a.iter().zip(&b).map(|(a, b)| exactly_equal(a, b, call.session)).collect::<Result<_, _>>()?;
        return Ok(Resolution::Rewrite(Expr::and(equal)));
    }
    if let Some(itself) = beside_truth(call, test)? {
        return Ok(Resolution::Rewrite(itself));
    }
    let objects = call.arguments.iter().any(|a| matches!(a.data_type.kind, Kind::Structured(..)));
    if objects && !test.is_equality() {
        return Err(refuse(call));
    }
    if call.arguments[0].same(&call.arguments[1]) {
        return unless_null(call, test.holds(Ordering::Equal)).map(Resolution::Rewrite);
    }
    if let Some(arguments) = beside_text(call.arguments, test.is_equality(), call.session)? {
        return Expr::apply(call.function, arguments, call.session).map(Resolution::Rewrite);
    }
    let without_value = call.arguments.iter().any(|a| matches!(a.as_literal(), Some(Value::Null)));
    let Some((parameters, kernel)) = comparison(call, test)?.filter(|_| !without_value) else {
        return Ok(Resolution::Rewrite(Expr::null(Kind::Boolean)));
    };
    let result = Kind::Boolean.nullable().with_nullable(call.any_nullable());
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn exactly_equal(a: &Expr, b: &Expr, session: &Session) -> Result<Expr, Mismatch> {
    match wide_decimals(&a.data_type, &b.data_type, Test::Equal) {
        Some(_) => Expr::apply(&EXACTLY_EQUAL, vec![a.clone(), b.clone()], session),
        None => binary("=", a, b, session),
    }
}

/// The fields of a row that is written out: two such rows are equal when their fields are, and a NULL in one makes that unknown.
fn written_fields(row: &Expr) -> Option<Vec<Expr>> {
    match &row.node {
        Node::Call(function, _, fields) if function.name == "ROW" => Some(fields.clone()),
        Node::Literal(Value::Row(values), _) => {
            let fields = row.data_type.row_fields().iter();
            Some(fields.zip(values).map(|(field, value)| Expr::literal(value.clone(), field.data_type.clone())).collect())
        }
        _ => None,
    }
}

/// A condition compared with TRUE or FALSE, if it is that condition or its opposite: `x = FALSE` is `NOT x`.
fn beside_truth(call: &Call<'_>, test: Test) -> Result<Option<Expr>, Mismatch> {
    let truth = |a: &Expr| match a.as_literal() {
        Some(Value::Boolean(truth)) => Some(*truth),
        _ => None,
    };
    let (condition, truth, turned) = match call.arguments {
        [a, b] if a.data_type.kind == Kind::Boolean && truth(a).is_none() && truth(b).is_some() => (a, truth(b), false),
        [a, b] if b.data_type.kind == Kind::Boolean && truth(b).is_none() && truth(a).is_some() => (b, truth(a), true),
        _ => return Ok(None),
    };
    let truth = truth.expect("one side is");
    let answer = |condition: bool| {
        let order = condition.cmp(&truth);
        test.holds(if turned { order.reverse() } else { order })
    };
    match (answer(false), answer(true)) {
        (false, true) => Ok(Some(condition.clone())),
        (true, false) => Expr::call("NOT", vec![condition.clone()], call.session).map(Some),
        _ => Ok(None),
    }
}

/// The answer, or NULL where the first argument is.
fn unless_null(call: &Call<'_>, answer: bool) -> Result<Expr, Mismatch> {
    let argument = &call.arguments[0];
    match argument.as_literal() {
        Some(Value::Null) => Ok(Expr::null(Kind::Boolean)),
        Some(_) => Ok(Expr::boolean(answer)),
        None if !argument.data_type.nullable => Ok(Expr::boolean(answer)),
        None => {
            let is_null = Expr::call("IS NULL", vec![argument.clone()], call.session)?;
            let node = Node::Case(vec![(is_null, Expr::null(Kind::Boolean))], Box::new(Expr::boolean(answer)));
            Ok(Expr { data_type: Kind::Boolean.nullable(), node })
        }
    }
}

/// The types in which both sides are compared and what compares them; `None` when a side is a bare NULL. A FLOAT is
/// compared for equality with a DOUBLE as a FLOAT, a DOUBLE with a FLOAT as a DOUBLE; DECIMALs are by `=` and `<>` in the type
/// that UNION would give them, which may round the longer fraction; exactly if both are constants, and by everything else.
fn comparison(call: &Call<'_>, test: Test) -> Result<Option<(Vec<DataType>, KernelRef)>, Mismatch> {
    let (a, b) = (call.data_type(0), call.data_type(1));
    if a.kind == Kind::Null || b.kind == Kind::Null || is_unknown_beside_number(call) {
        return Ok(None);
    }
    let as_one_type = matches!(call.function.name, "=" | "<>");
    let constants = call.arguments.iter().all(|a| a.as_literal().is_some());
    if (constants || !as_one_type)
        && let Some((parameters, kernel)) = wide_decimals(a, b, test)
    {
        return Ok(Some((parameters, kernel)));
    }
    let common = match (&a.kind, &b.kind) {
        (Kind::Float, Kind::Double) if as_one_type => a.with_nullable(true),
        (x, y) if as_one_type && decimal_size(x).is_some() && decimal_size(y).is_some() => {
            least_restrictive(&[a, b]).ok_or_else(|| refuse(call))?.with_nullable(true)
        }
        _ => comparable_type(&[a, b]).ok_or_else(|| refuse(call))?,
    };
    let kernel = kernel(&common.kind, test).ok_or_else(|| call.refuse())?;
    Ok(Some((vec![common.clone(), common], kernel)))
}

/// Whether a text that is NULL for sure stands beside a number, which no other text may.
fn is_unknown_beside_number(call: &Call<'_>) -> bool {
    let unknown_text = |a: &Expr| a.data_type.kind.is_text() && a.as_literal().is_some_and(Value::is_null);
    let number = |a: &Expr| a.data_type.kind.is_numeric();
    let [a, b] = call.arguments else { return false };
    (unknown_text(a) && number(b)) || (number(a) && unknown_text(b))
}

fn refuse(call: &Call<'_>) -> Mismatch {
    let (a, b) = (&call.data_type(0).kind, &call.data_type(1).kind);
    let hint = format!("there is no implicit conversion between {a} and {b}: write CAST around one of them");
    Mismatch { hint: Some(hint), ..call.refuse() }
}

/// The type in which values of these types are compared: their common type; a TIMESTAMP and an instant as TIMESTAMPs.
fn comparable_type(types: &[&DataType]) -> Option<DataType> {
    let common = common_type(types)?;
    match common.kind {
        Kind::TimestampLtz(p) if types.iter().any(|t| matches!(t.kind, Kind::Timestamp(_))) => {
            Some(DataType { kind: Kind::Timestamp(p), ..common })
        }
        _ => Some(common),
    }
}

/// Text compared with something else, made comparable. To ask which is greater it is read as what is beside it, and fails if it is
/// nothing like that: an integer as a BIGINT, a DECIMAL with a BIGINT's digits in front. To ask whether they are equal, it may
/// stand beside a date or a time, NULL if it is none (a constant must be one), and beside a truth value, which is then written
/// as text.
fn beside_text(arguments: &[Expr], equality: bool, session: &Session) -> Result<Option<Vec<Expr>>, Mismatch> {
    let others: Vec<&DataType> = arguments.iter().map(|a| &a.data_type).filter(|t| !t.kind.is_text()).collect();
    let (wanted, mode) = match common_type(&others) {
        Some(t) if others.len() == arguments.len() || t.kind == Kind::Null => return Ok(None),
        Some(t) if t.kind.is_datetime() => (t, if equality { Mode::TryCast } else { Mode::Cast }),
        Some(t) if t.kind.is_numeric() && !equality => match common_type(&[&t, &Kind::BigInt.nullable()]) {
            Some(wide) => (wide, Mode::Cast),
            None => return Ok(None),
        },
        Some(t) if t.kind == Kind::Boolean && equality => (Kind::STRING.nullable(), Mode::TryCast),
        Some(t) if t.kind == Kind::Boolean => (t, Mode::Cast),
        _ => return Ok(None),
    };
    let adapt = |argument: &Expr| match argument.data_type.kind == Kind::Null {
        true => Ok(argument.clone()),
        false => read_constant(argument, cast(argument.clone(), &wanted.with_nullable(true), mode, session).map(known)?),
    };
    arguments.iter().map(adapt).collect::<Result<_, _>>().map(Some)
}

/// BETWEEN's texts beside other values, cast to what those become together: a text that is none of them fails the job.
fn texts_as_others(arguments: &[Expr], session: &Session) -> Result<Option<Vec<Expr>>, Mismatch> {
    let others: Vec<&DataType> = arguments.iter().map(|a| &a.data_type).filter(|t| !t.kind.is_text() && t.kind != Kind::Null).collect();
    let simple = |kind: &Kind| kind.is_numeric() || kind.is_datetime() || *kind == Kind::Boolean;
    let wanted = match comparable_type(&others) {
        Some(wanted) if simple(&wanted.kind) && arguments.iter().any(|a| a.data_type.kind.is_text()) => wanted.with_nullable(true),
        _ => return Ok(None),
    };
    let adapt = |argument: &Expr| match argument.data_type.kind.is_text() {
        true => cast(argument.clone(), &wanted, Mode::Cast, session),
        false => Ok(argument.clone()),
    };
    arguments.iter().map(adapt).collect::<Result<_, _>>().map(Some)
}

/// What a text was read as; refused when it is a constant that has become NULL.
fn read_constant(text: &Expr, read: Expr) -> Result<Expr, Mismatch> {
    match (text.as_literal(), read.as_literal()) {
        (Some(Value::String(text)), Some(Value::Null)) => Err(Mismatch::new(format!("'{text}' is no {}", read.data_type.kind))),
        _ => Ok(read),
    }
}

/// A constant that is not NULL, typed as such.
fn known(expr: Expr) -> Expr {
    let nullable = expr.as_literal().is_none_or(Value::is_null);
    Expr { data_type: expr.data_type.with_nullable(nullable), ..expr }
}

/// A comparison of DECIMALs whose common type would cut digits: exact, in 256 bits.
fn wide_decimals(a: &DataType, b: &DataType, test: Test) -> Option<(Vec<DataType>, KernelRef)> {
    let ((p, s), (q, t)) = (decimal_size(&a.kind)?, decimal_size(&b.kind)?);
    if (p - s).max(q - t) + s.max(t) <= MAX_DECIMAL_PRECISION {
        return None;
    }
    let scaled = |v: i128, up: u8| i256::from_i128(v).wrapping_mul(i256::from_i128(decimal::power_of_10(up)));
    let (up_a, up_b) = (s.max(t) - s, s.max(t) - t);
    let kernel = boolean(move |operands, rows| test2::<i128>(operands, rows, |x, y| test.holds(scaled(x, up_a).cmp(&scaled(y, up_b)))));
    Some((vec![Kind::decimal(p, s).nullable(), Kind::decimal(q, t).nullable()], kernel))
}

/// A kernel that tests every row; rows with a NULL are NULL.
pub(crate) fn boolean(run: impl Fn(&[Operand], usize) -> BooleanBuffer + Send + Sync + 'static) -> KernelRef {
    lift::columns(false, move |operands, rows, _| Ok(Arc::new(BooleanArray::new(run(operands, rows), union_nulls(operands, rows)))))
}

/// What compares two columns of one kind.
fn kernel(kind: &Kind, test: Test) -> Option<KernelRef> {
    macro_rules! numbers {
        ($native:ty) => {
            Some(match test {
                Test::Equal => boolean(|operands, rows| test2::<$native>(operands, rows, |a, b| a == b)),
                Test::Unequal => boolean(|operands, rows| test2::<$native>(operands, rows, |a, b| a != b)),
                Test::Less => boolean(|operands, rows| test2::<$native>(operands, rows, |a, b| a < b)),
                Test::AtMost => boolean(|operands, rows| test2::<$native>(operands, rows, |a, b| a <= b)),
                Test::Greater => boolean(|operands, rows| test2::<$native>(operands, rows, |a, b| a > b)),
                Test::AtLeast => boolean(|operands, rows| test2::<$native>(operands, rows, |a, b| a >= b)),
            })
        };
    }
    match kind {
        Kind::TinyInt => numbers!(i8),
        Kind::SmallInt => numbers!(i16),
        Kind::Int | Kind::Date | Kind::Time(_) | Kind::IntervalYearMonth => numbers!(i32),
        Kind::BigInt | Kind::IntervalDayTime => numbers!(i64),
        Kind::Decimal { .. } | Kind::Timestamp(_) | Kind::TimestampLtz(_) => numbers!(i128),
        Kind::Float => numbers!(f32),
        Kind::Double => numbers!(f64),
        Kind::Boolean => Some(boolean(move |operands, rows| test_booleans(operands, rows, test))),
        Kind::Char(_) | Kind::VarChar(_) => Some(boolean(move |o, rows| views::test(o, rows, |c| c.as_string_view(), test))),
        Kind::Binary(_) | Kind::VarBinary(_) => Some(boolean(move |o, rows| views::test(o, rows, |c| c.as_binary_view(), test))),
        Kind::Bitmap | Kind::Variant if test.is_equality() => {
            Some(boolean(move |o, rows| views::test(o, rows, |c| c.as_binary_view(), test)))
        }
        Kind::Array(_) | Kind::Map(..) | Kind::Multiset(_) | Kind::Row(_) | Kind::Structured(..) if test.is_equality() => {
            let types = [kind.clone().nullable(), kind.clone().nullable()];
            Some(boolean(move |operands, rows| {
                let equal = |row| equal(&operands[0].value(&types[0], row), &operands[1].value(&types[1], row));
                BooleanBuffer::collect_bool(rows, |row| equal(row) == (test == Test::Equal))
            }))
        }
        _ => None,
    }
}

fn test_booleans(operands: &[Operand], rows: usize, test: Test) -> BooleanBuffer {
    let (a, b) = (operands[0].values().as_boolean(), operands[1].values().as_boolean());
    BooleanBuffer::collect_bool(rows, |row| test.holds(a.value(operands[0].index(row)).cmp(&b.value(operands[1].index(row)))))
}

/// Whether two values are the same: a NULL field of a row is NULL, a NULL element of an array or a map equals nothing; entries of
/// maps may stand in any order.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Row(a), Value::Row(b)) => a.len() == b.len() && a.iter().zip(b).all(|(x, y)| equal(x, y)),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(x, y)| !x.is_null() && element_equal(x, y)),
        (Value::Map(a), Value::Map(b)) => {
            let same = |k: &Value, v: &Value| b.iter().any(|(l, w)| element_equal(k, l) && entry_equal(v, w));
            a.len() == b.len() && a.iter().all(|(k, v)| !v.is_null() && same(k, v))
        }
        _ => a == b,
    }
}

/// Elements of collections are objects to Flink, whose equality tells the zeros apart and knows NaN.
fn element_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(_), Value::Float(_)) | (Value::Double(_), Value::Double(_)) => a.is_identical(b),
        _ => equal(a, b),
    }
}

/// Arrays within maps are objects to Flink as a whole.
fn entry_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(_), Value::Array(_)) => a.is_identical(b),
        _ => element_equal(a, b),
    }
}

/// The order of two values of one kind, neither NULL; `None` for kinds without one and for NaN.
pub(crate) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => Some(a.cmp(b)),
        (Value::Timestamp(a), Value::Timestamp(b)) => Some(a.cmp(b)),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Bytes(a), Value::Bytes(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        _ => Some(a.as_i64()?.cmp(&b.as_i64()?)),
    }
}

fn distinct(call: &Call<'_>, wanted: bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    if call.arguments[0].same(&call.arguments[1]) {
        return Ok(Resolution::Rewrite(Expr::boolean(!wanted)));
    }
    if call.arguments.iter().all(|a| a.data_type == Kind::Boolean.not_null()) {
        let name = if wanted { "<>" } else { "=" };
        return binary(name, &call.arguments[0], &call.arguments[1], call.session).map(Resolution::Rewrite);
    }
    if let Some(width) = row_width(call)? {
        let fields = (0..width).map(|at| distinct_field(call, at, wanted)).collect::<Result<_, _>>()?;
        return Ok(Resolution::Rewrite(Expr::and(fields)));
    }
    if let Some(arguments) = beside_text(call.arguments, true, call.session)? {
        return Expr::apply(call.function, arguments, call.session).map(Resolution::Rewrite);
    }
    let Some((parameters, equality)) = comparison(call, Test::Equal)? else {
        return null_side(call, wanted);
    };
    let kernel = lift::columns(equality.can_fail(), move |operands, rows, moment| {
        let equal = equality.call(operands, rows, moment)?;
        let equal = equal.as_boolean();
        let both_equal = match equal.nulls() {
            None => equal.values().clone(),
            Some(valid) => &(equal.values() & valid.inner()) | &both_null(operands, rows),
        };
        Ok(Arc::new(BooleanArray::new(if wanted { !&both_equal } else { both_equal }, None)))
    });
    Ok(Resolution::Kernel { parameters, result: Kind::Boolean.not_null(), kernel })
}

/// How many fields both sides have, where one is a row: the other is one, too, or a bare NULL.
fn row_width(call: &Call<'_>) -> Result<Option<usize>, Mismatch> {
    let widths: Vec<Option<usize>> = call
        .arguments
        .iter()
        .filter(|a| a.data_type.kind != Kind::Null)
        .map(|a| if let Kind::Row(fields) = &a.data_type.kind { Some(fields.len()) } else { None })
        .collect();
    match widths.as_slice() {
        [] | [None] | [None, None] => Ok(None),
        [width] => Ok(*width),
        [a, b] if a == b => Ok(*a),
        _ => Err(refuse(call)),
    }
}

/// Flink asks of each field whether it is distinct, or whether it is not, and wants all to answer yes: rows of which only
/// some fields are equal are neither distinct nor not distinct.
fn distinct_field(call: &Call<'_>, at: usize, wanted: bool) -> Result<Expr, Mismatch> {
    let field = |row: &Expr| if row.data_type.kind == Kind::Null { Expr::null(Kind::Null) } else { row.clone().field(at) };
    let [a, b] = [&call.arguments[0], &call.arguments[1]].map(field);
    let ask = |name: &str, arguments: Vec<Expr>| Expr::call(name, arguments, call.session);
    let equal = ask("IS TRUE", vec![binary("=", &a, &b, call.session)?])?;
    let no_values = Expr::and(vec![ask("IS NULL", vec![a])?, ask("IS NULL", vec![b])?]);
    let not_distinct = Expr::or(vec![no_values, equal]);
    if wanted { ask("NOT", vec![not_distinct]) } else { Ok(not_distinct) }
}

fn both_null(operands: &[Operand], rows: usize) -> BooleanBuffer {
    BooleanBuffer::collect_bool(rows, |row| operands.iter().all(|o| o.is_null(row)))
}

/// `x IS DISTINCT FROM NULL`.
fn null_side(call: &Call<'_>, wanted: bool) -> Result<Resolution, Mismatch> {
    let other = if call.data_type(0).kind == Kind::Null { &call.arguments[1] } else { &call.arguments[0] };
    let name = if wanted { "IS NOT NULL" } else { "IS NULL" };
    Expr::call(name, vec![other.clone()], call.session).map(Resolution::Rewrite)
}

fn between(call: &Call<'_>, symmetric: bool, negated: bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(3, 3)?;
    let adapted = texts_as_others(call.arguments, call.session)?;
    let [value, low, high] = adapted.as_deref().unwrap_or(call.arguments) else { unreachable!("three arguments were counted") };
    let within = |low: &Expr, high: &Expr| -> Result<Expr, Mismatch> {
        Ok(Expr::and(vec![binary(">=", value, low, call.session)?, binary("<=", value, high, call.session)?]))
    };
    let mut inside = within(low, high)?;
    if symmetric {
        inside = Expr::or(vec![inside, within(high, low)?]);
    }
    let answer = if negated { Expr::call("NOT", vec![inside], call.session)? } else { inside };
    Ok(Resolution::Rewrite(answer))
}

fn binary(name: &str, a: &Expr, b: &Expr, session: &Session) -> Result<Expr, Mismatch> {
    Expr::call(name, vec![a.clone(), b.clone()], session)
}

fn null_test(call: &Call<'_>, wanted: bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    if call.data_type(0).kind == Kind::Null {
        return Ok(Resolution::Rewrite(Expr::boolean(wanted)));
    }
    if !call.data_type(0).nullable && !call.arguments[0].can_fail() {
        return Ok(Resolution::Rewrite(Expr::boolean(!wanted)));
    }
    let kernel = lift::columns(false, move |operands, rows, _| {
        let valid = match (operands[0].is_constant(), operands[0].values().nulls()) {
            (true, _) => {
                if operands[0].is_null(0) {
                    BooleanBuffer::new_unset(rows)
                } else {
                    BooleanBuffer::new_set(rows)
                }
            }
            (false, nulls) => nulls.map_or_else(|| BooleanBuffer::new_set(rows), |n: &NullBuffer| n.inner().clone()),
        };
        Ok(Arc::new(BooleanArray::new(if wanted { !&valid } else { valid }, None)))
    });
    Ok(Resolution::Kernel { parameters: vec![call.data_type(0).clone()], result: Kind::Boolean.not_null(), kernel })
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn numbers_of_different_kinds() {
        check(">", &[big(1), dec("0.5")], "BOOLEAN", "TRUE");
        check("=", &[int(1), dbl(1.0)], "BOOLEAN", "TRUE");
        check("<", &[dbl(f64::NAN), int(1)], "BOOLEAN", "FALSE");
        check("=", &[flt(f32::NAN), dbl(f64::NAN)], "BOOLEAN", "FALSE");
        check("<>", &[dbl(0.0), dbl(-0.0)], "BOOLEAN", "FALSE");
        check("=", &[null("INT"), int(1)], "BOOLEAN", "NULL");
        let (narrow, wide) = (cast(int(1), "DECIMAL(38, 30)"), cast(int(1), "DECIMAL(38, 0)"));
        check("=", &[narrow.clone(), wide.clone()], "BOOLEAN", "TRUE");
        check("<", &[narrow, wide], "BOOLEAN", "FALSE");
    }

    #[test]
    fn text_and_bytes() {
        check("=", &[text("a"), text("a ")], "BOOLEAN", "FALSE");
        check("<", &[text("B"), text("a")], "BOOLEAN", "TRUE");
        check("<", &[text("a text longer than twelve"), text("a text longer than thirteen")], "BOOLEAN", "FALSE");
        check("=", &[text("a text longer than twelve"), text("a text longer than twelve")], "BOOLEAN", "TRUE");
        check("<=", &[text("ab"), text("abc")], "BOOLEAN", "TRUE");
        check(">", &[bytes(b"\xFF"), bytes(b"\x01")], "BOOLEAN", "TRUE");
        check("=", &[cast(text("2024-01-01"), "DATE"), text("2024-01-01")], "BOOLEAN", "TRUE");
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        refused("=", &[big(1), text("1")]);
        refused("=", &[boolean(true), int(1)]);
        check("=", &[boolean(true), text("TRUE")], "BOOLEAN", "TRUE");
        check("<", &[int(9), text("10")], "BOOLEAN", "TRUE");
        refused("=", &[cast(text("2024-01-01"), "DATE"), text("x")]);
        fails("<", &[cast(text("2024-01-01"), "DATE"), text("x")], "x");
        fails("<", &[int(1), text("1e0")], "1e0");
        check("<", &[int(1), text("1.5")], "BOOLEAN", "FALSE");
        check("<", &[cast(dec("1.25"), "DECIMAL(5, 2)"), text("1.259")], "BOOLEAN", "TRUE");
        check("<", &[cast(dec("1.25"), "DECIMAL(5, 2)"), text("1.254")], "BOOLEAN", "FALSE");
        check("<", &[boolean(false), text("true")], "BOOLEAN", "TRUE");
        refused("=", &[cast(text("2024-01-01"), "TIMESTAMP(0)"), cast(text("2024-01-01"), "DATE")]);
    }

    #[test]
    fn distinctness_knows_null() {
        check("IS DISTINCT FROM", &[null("INT"), int(1)], "BOOLEAN", "TRUE");
        check("IS NOT DISTINCT FROM", &[null("INT"), null("INT")], "BOOLEAN", "TRUE");
        check("IS NOT DISTINCT FROM", &[dbl(1.5), dbl(1.5)], "BOOLEAN", "TRUE");
        check("IS NULL", &[null("STRING")], "BOOLEAN", "TRUE");
        check("IS NOT NULL", &[int(1)], "BOOLEAN", "TRUE");
    }

    #[test]
    fn ranges() {
        check("BETWEEN", &[dbl(1.005), int(1), int(2)], "BOOLEAN", "TRUE");
        check("BETWEEN", &[text("c"), text("a"), text("b")], "BOOLEAN", "FALSE");
        check("NOT BETWEEN", &[int(7), int(0), int(5)], "BOOLEAN", "TRUE");
        check("BETWEEN SYMMETRIC", &[int(7), int(10), int(0)], "BOOLEAN", "TRUE");
        check("BETWEEN", &[int(7), int(8), null("INT")], "BOOLEAN", "FALSE");
    }
}
