//! Flink's expressions over columns: coercions, scalar functions and aggregate functions.
//!
//! An [`Expr`] is a typed tree. It is made by [`Expr::call`], which looks a function up in the one [`register`], lets it check
//! and coerce its arguments and fixes the kernel that computes it; [`Program`] then evaluates the tree over a batch. What
//! a function accepts, which type it returns and what it answers are Flink 2.3's. Knows no SQL text: positions and
//! spellings of errors are the binder's.

pub mod aggregate;
pub mod coercion;
pub mod documentation;
mod expr;
pub mod lift;
pub mod operand;
mod program;
pub mod register;
pub mod scalar;
mod session;
#[cfg(test)]
mod testing;
pub mod user;
pub mod zone;

pub use expr::{Expr, Mismatch, Node, Origin};
pub use operand::{Kernel, KernelRef, Moment, Operand};
pub use program::Program;
pub use register::{Call, Family, Function, Resolution};
pub use session::Session;
pub use user::{ScalarFunction, UserFunctions};
