//! Kernels from plain Rust functions on single values.
//!
//! `lift1`, `lift2`, `lift3` turn `fn(&str, i32) -> String` into a kernel over columns that is NULL where an argument is NULL;
//! [`values`] is the general form for any types and any treatment of NULL. A function's result may be the value, an
//! `Option` of it (`None` is NULL), or a `Result` of either, which makes the kernel one that can fail.

use crate::operand::{Kernel, KernelRef, Moment, Operand};
use arrow_array::builder::{BinaryViewBuilder, BooleanBuilder, PrimitiveBuilder, StringViewBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, BinaryViewArray, BooleanArray, PrimitiveArray, StringViewArray};
use std::marker::PhantomData;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::{Column, ColumnBuilder, DataType, Value, arrow_type};

/// A type of argument: how its values are read from a column.
pub trait Argument: 'static {
    /// One value.
    type Value<'a>: Copy;
    /// The array that holds it.
    type Array: Array + 'static;

    /// The array behind a column of this type.
    fn array(column: &Column) -> &Self::Array;

    /// The value of a row that is not NULL.
    fn value(array: &Self::Array, row: usize) -> Self::Value<'_>;
}

/// CHAR, VARCHAR: `&str` as an argument, `String` as a result.
pub struct Text;
/// BINARY, VARBINARY: `&[u8]` as an argument, `Vec<u8>` as a result.
pub struct Binary;
/// A date, a time, a timestamp, an interval or a decimal by the Arrow type that holds it.
pub struct Held<T>(PhantomData<T>);

impl Argument for Text {
    type Value<'a> = &'a str;
    type Array = StringViewArray;

    fn array(column: &Column) -> &StringViewArray {
        column.as_string_view()
    }

    fn value(array: &StringViewArray, row: usize) -> &str {
        array.value(row)
    }
}

impl Argument for Binary {
    type Value<'a> = &'a [u8];
    type Array = BinaryViewArray;

    fn array(column: &Column) -> &BinaryViewArray {
        column.as_binary_view()
    }

    fn value(array: &BinaryViewArray, row: usize) -> &[u8] {
        array.value(row)
    }
}

impl Argument for bool {
    type Value<'a> = bool;
    type Array = BooleanArray;

    fn array(column: &Column) -> &BooleanArray {
        column.as_boolean()
    }

    fn value(array: &BooleanArray, row: usize) -> bool {
        array.value(row)
    }
}

impl<T: ArrowPrimitiveType> Argument for Held<T> {
    type Value<'a> = T::Native;
    type Array = PrimitiveArray<T>;

    fn array(column: &Column) -> &PrimitiveArray<T> {
        column.as_primitive()
    }

    fn value(array: &PrimitiveArray<T>, row: usize) -> T::Native {
        array.value(row)
    }
}

/// A type of result: how a column of it is built.
pub trait Return: 'static {
    /// One value.
    type Owned;
    /// What collects values.
    type Builder;

    /// An empty builder for a column of this logical type.
    fn builder(data_type: &DataType, rows: usize) -> Self::Builder;

    /// Appends a value, or NULL.
    fn append(builder: &mut Self::Builder, value: Option<Self::Owned>);

    /// The column.
    fn finish(builder: Self::Builder) -> Column;
}

impl Return for Text {
    type Owned = String;
    type Builder = StringViewBuilder;

    fn builder(_: &DataType, rows: usize) -> StringViewBuilder {
        StringViewBuilder::with_capacity(rows)
    }

    fn append(builder: &mut StringViewBuilder, value: Option<String>) {
        builder.append_option(value);
    }

    fn finish(mut builder: StringViewBuilder) -> Column {
        Arc::new(builder.finish())
    }
}

impl Return for Binary {
    type Owned = Vec<u8>;
    type Builder = BinaryViewBuilder;

    fn builder(_: &DataType, rows: usize) -> BinaryViewBuilder {
        BinaryViewBuilder::with_capacity(rows)
    }

    fn append(builder: &mut BinaryViewBuilder, value: Option<Vec<u8>>) {
        builder.append_option(value);
    }

    fn finish(mut builder: BinaryViewBuilder) -> Column {
        Arc::new(builder.finish())
    }
}

impl Return for bool {
    type Owned = bool;
    type Builder = BooleanBuilder;

    fn builder(_: &DataType, rows: usize) -> BooleanBuilder {
        BooleanBuilder::with_capacity(rows)
    }

    fn append(builder: &mut BooleanBuilder, value: Option<bool>) {
        builder.append_option(value);
    }

    fn finish(mut builder: BooleanBuilder) -> Column {
        Arc::new(builder.finish())
    }
}

impl<T: ArrowPrimitiveType> Return for Held<T> {
    type Owned = T::Native;
    type Builder = PrimitiveBuilder<T>;

    fn builder(data_type: &DataType, rows: usize) -> PrimitiveBuilder<T> {
        PrimitiveBuilder::with_capacity(rows).with_data_type(arrow_type(data_type))
    }

    fn append(builder: &mut PrimitiveBuilder<T>, value: Option<T::Native>) {
        builder.append_option(value);
    }

    fn finish(mut builder: PrimitiveBuilder<T>) -> Column {
        Arc::new(builder.finish())
    }
}

macro_rules! numbers {
    ($($native:ty => $arrow:ty),*) => {$(
        impl Argument for $native {
            type Value<'a> = $native;
            type Array = PrimitiveArray<$arrow>;

            fn array(column: &Column) -> &PrimitiveArray<$arrow> {
                column.as_primitive()
            }

            fn value(array: &PrimitiveArray<$arrow>, row: usize) -> $native {
                array.value(row)
            }
        }

        impl Return for $native {
            type Owned = $native;
            type Builder = PrimitiveBuilder<$arrow>;

            fn builder(data_type: &DataType, rows: usize) -> Self::Builder {
                <Held<$arrow> as Return>::builder(data_type, rows)
            }

            fn append(builder: &mut Self::Builder, value: Option<$native>) {
                builder.append_option(value);
            }

            fn finish(builder: Self::Builder) -> Column {
                <Held<$arrow> as Return>::finish(builder)
            }
        }
    )*};
}

numbers!(i8 => Int8Type, i16 => Int16Type, i32 => Int32Type, i64 => Int64Type, f32 => Float32Type, f64 => Float64Type,
         i128 => Decimal128Type);

/// What a lifted function may return for a result of type `T`.
pub trait Answer<T> {
    /// Whether a call can have no answer.
    const CAN_FAIL: bool;
    /// Whether a call can answer NULL.
    const CAN_BE_NULL: bool;

    /// The value, NULL, or the failure.
    fn answer(self) -> Result<Option<T>, Failure>;
}

impl<T> Answer<T> for T {
    const CAN_FAIL: bool = false;
    const CAN_BE_NULL: bool = false;

    fn answer(self) -> Result<Option<T>, Failure> {
        Ok(Some(self))
    }
}

impl<T> Answer<T> for Option<T> {
    const CAN_FAIL: bool = false;
    const CAN_BE_NULL: bool = true;

    fn answer(self) -> Result<Option<T>, Failure> {
        Ok(self)
    }
}

impl<T> Answer<T> for Result<T, Failure> {
    const CAN_FAIL: bool = true;
    const CAN_BE_NULL: bool = false;

    fn answer(self) -> Result<Option<T>, Failure> {
        self.map(Some)
    }
}

impl<T> Answer<T> for Result<Option<T>, Failure> {
    const CAN_FAIL: bool = true;
    const CAN_BE_NULL: bool = true;

    fn answer(self) -> Result<Option<T>, Failure> {
        self
    }
}

struct Lifted<F> {
    run: F,
    can_fail: bool,
}

impl<F> Kernel for Lifted<F>
where
    F: Fn(&[Operand], usize, Moment) -> Result<Column, Failure> + Send + Sync,
{
    fn call(&self, arguments: &[Operand], rows: usize, moment: Moment) -> Result<Column, Failure> {
        (self.run)(arguments, rows, moment)
    }

    fn can_fail(&self) -> bool {
        self.can_fail
    }
}

/// A kernel from a function on whole columns.
pub fn columns(can_fail: bool, run: impl Fn(&[Operand], usize, Moment) -> Result<Column, Failure> + Send + Sync + 'static) -> KernelRef {
    Arc::new(Lifted { run, can_fail })
}

/// A kernel of one argument; NULL gives NULL.
pub fn lift1<A: Argument, R: Return, O: Answer<R::Owned>>(
    result: &DataType,
    f: impl for<'a> Fn(A::Value<'a>) -> O + Send + Sync + 'static,
) -> KernelRef {
    let result = result.clone();
    columns(O::CAN_FAIL, move |arguments, rows, _| {
        let a = A::array(arguments[0].values());
        let mut out = R::builder(&result, rows);
        for row in 0..rows {
            let i = arguments[0].index(row);
            let value = if a.is_null(i) { None } else { f(A::value(a, i)).answer()? };
            R::append(&mut out, value);
        }
        Ok(R::finish(out))
    })
}

/// A kernel of two arguments; NULL in either gives NULL.
pub fn lift2<A: Argument, B: Argument, R: Return, O: Answer<R::Owned>>(
    result: &DataType,
    f: impl for<'a> Fn(A::Value<'a>, B::Value<'a>) -> O + Send + Sync + 'static,
) -> KernelRef {
    let result = result.clone();
    columns(O::CAN_FAIL, move |arguments, rows, _| {
        let (a, b) = (A::array(arguments[0].values()), B::array(arguments[1].values()));
        let mut out = R::builder(&result, rows);
        for row in 0..rows {
            let (i, j) = (arguments[0].index(row), arguments[1].index(row));
            let value = if a.is_null(i) || b.is_null(j) { None } else { f(A::value(a, i), B::value(b, j)).answer()? };
            R::append(&mut out, value);
        }
        Ok(R::finish(out))
    })
}

/// A kernel of three arguments; NULL in any gives NULL.
pub fn lift3<A: Argument, B: Argument, C: Argument, R: Return, O: Answer<R::Owned>>(
    result: &DataType,
    f: impl for<'a> Fn(A::Value<'a>, B::Value<'a>, C::Value<'a>) -> O + Send + Sync + 'static,
) -> KernelRef {
    let result = result.clone();
    columns(O::CAN_FAIL, move |arguments, rows, _| {
        let (a, b, c) = (A::array(arguments[0].values()), B::array(arguments[1].values()), C::array(arguments[2].values()));
        let mut out = R::builder(&result, rows);
        for row in 0..rows {
            let (i, j, k) = (arguments[0].index(row), arguments[1].index(row), arguments[2].index(row));
            let null = a.is_null(i) || b.is_null(j) || c.is_null(k);
            let value = if null { None } else { f(A::value(a, i), B::value(b, j), C::value(c, k)).answer()? };
            R::append(&mut out, value);
        }
        Ok(R::finish(out))
    })
}

/// The general kernel: any number of arguments of `parameters`, NULLs included, value by value. Slow by design.
pub fn values<O: Answer<Value>>(
    parameters: &[DataType],
    result: &DataType,
    f: impl Fn(&[Value]) -> O + Send + Sync + 'static,
) -> KernelRef {
    let (parameters, result) = (parameters.to_vec(), result.clone());
    columns(O::CAN_FAIL, move |arguments, rows, _| {
        let mut out = ColumnBuilder::new(&result, rows);
        let mut row_values = Vec::with_capacity(arguments.len());
        for row in 0..rows {
            row_values.clear();
            row_values.extend(arguments.iter().zip(&parameters).map(|(a, t)| a.value(t, row)));
            out.append(&f(&row_values).answer()?.unwrap_or(Value::Null));
        }
        Ok(out.finish())
    })
}
