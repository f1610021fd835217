//! Scalar functions that a program brings along: Rust code that SQL calls by name.
//!
//! A [`ScalarFunction`] is a signature and the code behind it. The code sees whole columns; [`of1`](ScalarFunction::of1) to
//! [`of4`](ScalarFunction::of4) make it from a function on plain Rust values and take the signature from its types,
//! [`of_values`](ScalarFunction::of_values) is for every other type. Arguments are cast implicitly where Flink casts a
//! function's arguments. A call of constants is computed while planning, unless the function is
//! [volatile](ScalarFunction::volatile).
//!
//! Keeps no state and may run on several threads at once. A panic in it fails the job by name, as an error does; it does
//! not end the process.

use crate::Session;
use crate::coercion::can_cast_implicitly;
use crate::expr::{Expr, Mismatch, Node};
use crate::lift::{Answer, Argument, Binary, Return, Text, columns, values};
use crate::operand::{Kernel, KernelRef, Moment, Operand};
use arrow_array::Array;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::{Column, DataType, Kind, Value, arrow_type};

/// A function that a program brings along.
///
/// ```
/// use waterwheel_expr::lift::Text;
/// use waterwheel_expr::user::{Nullable, ScalarFunction};
///
/// // NULL in, NULL out; an error fails the job.
/// let root = ScalarFunction::of1::<f64, f64, _>(f64::sqrt);
/// // Nullable: the function sees NULLs itself.
/// let or_empty = ScalarFunction::of1::<Nullable<Text>, Text, _>(|text: Option<&str>| text.unwrap_or("").to_owned());
/// assert_eq!(root.signature("root"), "root(DOUBLE) DOUBLE");
/// assert_eq!(or_empty.signature("or_empty"), "or_empty(STRING) STRING NOT NULL");
/// ```
pub struct ScalarFunction {
    parameters: Vec<DataType>,
    /// For each parameter, whether NULL makes the result NULL.
    strict: Vec<bool>,
    result: DataType,
    deterministic: bool,
    kernel: KernelRef,
}

/// A Rust type that stands for an SQL type in a signature.
pub trait SqlType {
    /// The SQL type.
    fn kind() -> Kind;
}

macro_rules! sql_types {
    ($($rust:ty => $kind:expr),*) => {$(
        impl SqlType for $rust {
            fn kind() -> Kind {
                $kind
            }
        }
    )*};
}

sql_types!(Text => Kind::STRING, Binary => Kind::BYTES, bool => Kind::Boolean, i8 => Kind::TinyInt, i16 => Kind::SmallInt,
           i32 => Kind::Int, i64 => Kind::BigInt, f32 => Kind::Float, f64 => Kind::Double);

/// A parameter whose NULLs the function sees, as `Option`.
pub struct Nullable<A>(std::marker::PhantomData<A>);

/// The type of a parameter: that of its value, or [`Nullable`] of it.
pub trait Parameter: 'static {
    /// What the function is given.
    type Value<'a>: Copy;
    /// The array that holds the values.
    type Array: Array + 'static;
    /// Whether NULL makes the result NULL without a call.
    const STRICT: bool;

    /// Its SQL type.
    fn kind() -> Kind;

    /// The array behind a column of this type.
    fn array(column: &Column) -> &Self::Array;

    /// The value of a row; `None` when the function is not to be called.
    fn value(array: &Self::Array, row: usize) -> Option<Self::Value<'_>>;
}

impl<A: Argument + SqlType> Parameter for A {
    type Value<'a> = <A as Argument>::Value<'a>;
    type Array = <A as Argument>::Array;
    const STRICT: bool = true;

    fn kind() -> Kind {
        <A as SqlType>::kind()
    }

    fn array(column: &Column) -> &Self::Array {
        <A as Argument>::array(column)
    }

    fn value(array: &Self::Array, row: usize) -> Option<Self::Value<'_>> {
        array.is_valid(row).then(|| <A as Argument>::value(array, row))
    }
}

impl<A: Argument + SqlType> Parameter for Nullable<A> {
    type Value<'a> = Option<<A as Argument>::Value<'a>>;
    type Array = <A as Argument>::Array;
    const STRICT: bool = false;

    fn kind() -> Kind {
        <A as SqlType>::kind()
    }

    fn array(column: &Column) -> &Self::Array {
        <A as Argument>::array(column)
    }

    fn value(array: &Self::Array, row: usize) -> Option<Self::Value<'_>> {
        Some(array.is_valid(row).then(|| <A as Argument>::value(array, row)))
    }
}

macro_rules! of_arity {
    ($(#[$doc:meta])* $name:ident, $($parameter:ident $at:tt),*) => {
        $(#[$doc])*
        pub fn $name<$($parameter: Parameter,)* R: Return + SqlType, O: Answer<R::Owned>>(
            f: impl for<'a> Fn($($parameter::Value<'a>),*) -> O + Send + Sync + 'static,
        ) -> ScalarFunction {
            let result = R::kind().nullable().with_nullable(O::CAN_BE_NULL);
            let built = result.clone();
            let kernel = columns(O::CAN_FAIL, move |arguments, rows, _| {
                let arrays = ($($parameter::array(arguments[$at].values()),)*);
                let call = |row: usize| match ($($parameter::value(arrays.$at, arguments[$at].index(row)),)*) {
                    #[allow(non_snake_case, reason = "values are named by their types")]
                    ($(Some($parameter),)*) => f($($parameter),*).answer(),
                    _ => Ok(None),
                };
                let mut out = R::builder(&built, rows);
                for row in 0..rows {
                    R::append(&mut out, call(row)?);
                }
                Ok(R::finish(out))
            });
            let parameters = vec![$($parameter::kind().nullable()),*];
            ScalarFunction { parameters, strict: vec![$($parameter::STRICT),*], result, deterministic: true, kernel }
        }
    };
}

impl ScalarFunction {
    of_arity!(
        /// A function of one argument: `of1::<Text, i64, _>(|text| text.len() as i64)`. It returns the value, an `Option` of
        /// it (`None` is NULL), or a `Result` of either, whose error fails the job.
        of1, A 0
    );
    of_arity!(
        /// A function of two arguments, like [`of1`](ScalarFunction::of1).
        of2, A 0, B 1
    );
    of_arity!(
        /// A function of three arguments, like [`of1`](ScalarFunction::of1).
        of3, A 0, B 1, C 2
    );
    of_arity!(
        /// A function of four arguments, like [`of1`](ScalarFunction::of1).
        of4, A 0, B 1, C 2, D 3
    );

    /// A function of any types, value by value, NULLs included. Slow by design: every value is boxed.
    pub fn of_values<O: Answer<Value>>(
        parameters: Vec<DataType>,
        result: DataType,
        f: impl Fn(&[Value]) -> O + Send + Sync + 'static,
    ) -> ScalarFunction {
        let kernel = values(&parameters, &result, f);
        ScalarFunction::of_kernel(parameters, result, kernel)
    }

    /// A function on whole columns, NULLs included: for each of `rows` rows one value of `result`, in a column laid out as
    /// [`arrow_type`] says. An argument may be [one value for all rows](Operand::is_constant).
    pub fn of_columns(
        parameters: Vec<DataType>,
        result: DataType,
        f: impl Fn(&[Operand], usize) -> Result<Column, Failure> + Send + Sync + 'static,
    ) -> ScalarFunction {
        ScalarFunction::of_kernel(parameters, result, columns(true, move |arguments, rows, _| f(arguments, rows)))
    }

    fn of_kernel(parameters: Vec<DataType>, result: DataType, kernel: KernelRef) -> ScalarFunction {
        ScalarFunction { strict: vec![false; parameters.len()], parameters, result, deterministic: true, kernel }
    }

    /// The same function, whose results differ between calls of equal arguments: never computed in advance, nor once for
    /// two calls.
    #[must_use]
    pub fn volatile(self) -> ScalarFunction {
        ScalarFunction { deterministic: false, ..self }
    }

    /// Whether equal arguments give equal results.
    pub fn is_deterministic(&self) -> bool {
        self.deterministic
    }

    /// How it is called: `name(TYPE, …) TYPE`.
    pub fn signature(&self, name: &str) -> String {
        let strict = self.strict.iter().any(|s| *s);
        let result = if strict { self.result.kind.to_string() } else { self.result.to_string() };
        let parameters: Vec<String> = self.parameters.iter().map(|p| p.kind.to_string()).collect();
        format!("{name}({}) {result}", parameters.join(", "))
    }

    /// How it is called as Flink's DESCRIBE FUNCTION shows it: `name(arg0 => TYPE, …)`.
    pub fn usage(&self, name: &str) -> String {
        let parameters: Vec<String> = self.parameters.iter().enumerate().map(|(i, p)| format!("arg{i} => {}", p.kind)).collect();
        format!("{name}({})", parameters.join(", "))
    }

    /// The call of this function, which SQL knows by `name`: arguments are checked and coerced, constants folded.
    pub fn call(self: &Arc<Self>, name: &str, arguments: Vec<Expr>, session: &Session) -> Result<Expr, Mismatch> {
        self.check(name, &arguments)?;
        let null = arguments.iter().zip(&self.strict).any(|(argument, strict)| *strict && argument.data_type.nullable);
        let data_type = self.result.with_nullable(self.result.nullable || null);
        let coerced = arguments.into_iter().zip(&self.parameters).map(|(argument, wanted)| argument.coerce(wanted, session));
        let arguments = coerced.collect::<Result<Vec<_>, _>>()?;
        let kernel = Guarded { name: name.to_owned(), result: data_type.clone(), inner: self.kernel.clone() };
        let called = UserCall { name: name.to_owned(), function: Arc::clone(self), kernel: Arc::new(kernel) };
        Ok(Expr { data_type, node: Node::UserCall(called, arguments) }.fold())
    }

    fn check(&self, name: &str, arguments: &[Expr]) -> Result<(), Mismatch> {
        let fits = arguments.iter().zip(&self.parameters).all(|(argument, wanted)| can_cast_implicitly(&argument.data_type, wanted));
        if arguments.len() == self.parameters.len() && fits {
            return Ok(());
        }
        let types: Vec<String> = arguments.iter().map(|a| a.data_type.kind.to_string()).collect();
        Err(Mismatch {
            message: format!("cannot apply {name} to arguments of types ({})", types.join(", ")),
            hint: Some(format!("its signature is {}", self.signature(name))),
        })
    }
}

impl fmt::Debug for ScalarFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.signature("ScalarFunction"))
    }
}

/// What a call of a [`ScalarFunction`] computes with.
#[derive(Clone, Debug)]
pub struct UserCall {
    /// The name that SQL knows it by.
    pub name: String,
    /// The function.
    pub function: Arc<ScalarFunction>,
    /// Its code.
    pub kernel: KernelRef,
}

/// A kernel that is not ours: what it promises is checked, its panics are failures.
struct Guarded {
    name: String,
    result: DataType,
    inner: KernelRef,
}

impl Guarded {
    fn checked(&self, column: Column, rows: usize) -> Result<Column, Failure> {
        let wanted = arrow_type(&self.result);
        if column.len() == rows && *column.data_type() == wanted {
            return Ok(column);
        }
        let found = format!("{} values of {}", column.len(), column.data_type());
        Err(Failure::data(format!("the function {} returned {found}: expected {rows} values of {wanted}", self.name)))
    }
}

impl Kernel for Guarded {
    fn call(&self, arguments: &[Operand], rows: usize, moment: Moment) -> Result<Column, Failure> {
        let called = catch_unwind(AssertUnwindSafe(|| self.inner.call(arguments, rows, moment)));
        let answer = called.unwrap_or_else(|panic| Err(Failure::data(format!("panicked: {}", panic_text(&*panic)))));
        answer.map_err(|failure| failure.at(format!("the function {}", self.name))).and_then(|column| self.checked(column, rows))
    }

    fn can_fail(&self) -> bool {
        true
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}

/// The functions of a program that SQL can call, by name; case does not matter.
#[derive(Clone, Debug, Default)]
pub struct UserFunctions {
    by_name: BTreeMap<String, Arc<ScalarFunction>>,
}

impl UserFunctions {
    /// Adds a function, in the place of one of the same name.
    pub fn insert(&mut self, name: &str, function: Arc<ScalarFunction>) {
        self.by_name.insert(name.to_ascii_lowercase(), function);
    }

    /// The function of this name.
    pub fn get(&self, name: &str) -> Option<&Arc<ScalarFunction>> {
        self.by_name.get(&name.to_ascii_lowercase())
    }

    /// All names, in lower case and sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

impl PartialEq for UserFunctions {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&Arc<ScalarFunction>, &Arc<ScalarFunction>)| Arc::ptr_eq(a, b);
        self.by_name.keys().eq(other.by_name.keys()) && self.by_name.values().zip(other.by_name.values()).all(same)
    }
}

impl Eq for UserFunctions {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Program;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int64Type;
    use waterwheel::expression::{Expression, Input};
    use waterwheel_types::column::column_of;

    fn text(values: &[Option<&str>]) -> Column {
        let values: Vec<Value> = values.iter().map(|v| v.map_or(Value::Null, |v| Value::String(v.to_owned()))).collect();
        column_of(&Kind::STRING.nullable(), &values)
    }

    fn evaluate(function: ScalarFunction, columns: &[Column]) -> Result<Column, Failure> {
        let arguments = (0..columns.len()).map(|i| Expr::column(i, Kind::STRING.nullable())).collect();
        let expr = Arc::new(function).call("f", arguments, &Session::default()).unwrap();
        Program::new(&expr).evaluate(&Input { columns, rows: columns[0].len(), wall_ms: 0, watermark: 0 })
    }

    #[test]
    fn null_is_passed_on_or_seen_as_the_type_says() {
        let rows = [text(&[Some("abc"), None])];
        let strict = evaluate(ScalarFunction::of1::<Text, i64, _>(|t| t.len() as i64), &rows).unwrap();
        assert_eq!(strict.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [Some(3), None]);
        let seen = ScalarFunction::of1::<Nullable<Text>, i64, _>(|t: Option<&str>| t.map_or(-1, |t| t.len() as i64));
        let seen = evaluate(seen, &rows).unwrap();
        assert_eq!(seen.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [Some(3), Some(-1)]);
    }

    #[test]
    fn a_signature_is_kept_to() {
        let function = Arc::new(ScalarFunction::of2::<Text, i64, Text, _>(|t, n| t.repeat(n as usize)));
        let call = |arguments| function.call("rep", arguments, &Session::default());
        let (a, two) = (Expr::column(0, Kind::STRING.not_null()), Expr::literal(Value::Int(2), Kind::Int.not_null()));
        assert_eq!(call(vec![a.clone(), two.clone()]).unwrap().data_type, Kind::STRING.not_null());
        let error = call(vec![two, a]).unwrap_err();
        assert_eq!(error.message, "cannot apply rep to arguments of types (INT, STRING)");
        assert_eq!(error.hint.as_deref(), Some("its signature is rep(STRING, BIGINT) STRING"));
    }

    #[test]
    fn calls_of_constants_are_folded_unless_volatile() {
        let constant = || vec![Expr::literal(Value::Int(2), Kind::Int.not_null())];
        let double = || ScalarFunction::of1::<i32, i32, _>(|n| n * 2);
        let session = Session::default();
        let folded = Arc::new(double()).call("f", constant(), &session).unwrap();
        assert_eq!(folded.as_literal(), Some(&Value::Int(4)));
        let volatile = Arc::new(double().volatile()).call("f", constant(), &session).unwrap();
        assert!(volatile.as_literal().is_none() && !volatile.same(&volatile) && !volatile.is_deterministic());
    }

    #[test]
    fn errors_panics_and_wrong_columns_are_failures_that_name_the_function() {
        let rows = [text(&[Some("x")])];
        let failing = ScalarFunction::of1::<Text, i64, _>(|t| Err::<i64, _>(Failure::data(format!("no number: {t}"))));
        assert_eq!(evaluate(failing, &rows).unwrap_err().to_string(), "no number: x\n  in the function f");
        let panicking = ScalarFunction::of1::<Text, i64, _>(|t| t.parse::<i64>().expect("digits"));
        assert!(evaluate(panicking, &rows).unwrap_err().message.starts_with("panicked: digits"));
        let types = (vec![Kind::STRING.nullable()], Kind::BigInt.nullable());
        let short = ScalarFunction::of_columns(types.0, types.1, |_, _| Ok(column_of(&Kind::BigInt.nullable(), &[])));
        assert!(evaluate(short, &rows).unwrap_err().message.contains("returned 0 values"));
    }
}
