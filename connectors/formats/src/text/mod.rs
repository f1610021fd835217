//! The text forms of numbers, times and bytes that the formats share: what Java reads and prints, as Flink's formats do.

pub(crate) mod base64;
pub(crate) mod charset;
pub(crate) mod number;
pub(crate) mod time;
