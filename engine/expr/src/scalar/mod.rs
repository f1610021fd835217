//! The scalar functions, one file per family.

pub mod arithmetic;
#[cfg(test)]
mod asked;
pub mod bitmap;
pub mod cast;
pub mod collection;
pub mod comparison;
pub mod conditional;
pub(crate) mod decimal;
pub mod hash;
pub(crate) mod interval;
pub mod json;
pub mod logical;
pub(crate) mod pattern;
pub(crate) mod primitive;
mod similar;
pub mod string;
pub mod temporal;

use crate::register::Function;

/// Every family's functions.
pub(crate) static FAMILIES: &[&[Function]] = &[
    comparison::FUNCTIONS,
    logical::FUNCTIONS,
    arithmetic::FUNCTIONS,
    string::FUNCTIONS,
    temporal::FUNCTIONS,
    conditional::FUNCTIONS,
    cast::FUNCTIONS,
    collection::FUNCTIONS,
    json::FUNCTIONS,
    hash::FUNCTIONS,
    bitmap::FUNCTIONS,
];
