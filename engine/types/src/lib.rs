//! Flink's logical types, and how values of them look in columns, in single values and in bytes.
//!
//! Everything that crosses a room of the engine is described by a [`DataType`]: a batch's columns ([`arrow_type`] gives
//! the one Arrow layout of each type), a literal or a slow-path function's argument ([`Value`]), a key or a state row
//! ([`codec`], which becomes the disk format). Knows no SQL text and performs no I/O.

pub mod bitmap;
pub mod codec;
pub mod column;
mod data_type;
pub mod hash;
pub mod map_order;
pub mod number_text;
pub mod time;
mod timestamp;
mod value;
pub mod variant;

pub use column::{ColumnBuilder, arrow_type, new_null_column, value_at};
pub use data_type::{DataType, Field, Kind, MAX_DECIMAL_PRECISION, MAX_LENGTH, Schema};
pub use timestamp::{Timestamp, packed_millis};
pub use value::Value;

/// One column of a batch: an Arrow array in the layout that [`arrow_type`] prescribes.
pub type Column = arrow_array::ArrayRef;
