//! What the tests of the whole engine share: running a script in this process on any driver, and judging what it printed.
//!
//! Test binaries, one per way of running: `sql` (scripts against Flink's answers, `sql/FORMAT.md`).

pub mod capture;
pub mod differences;
pub mod engine;
pub mod expressions;
pub mod golden;
pub mod refusals;
pub mod rows;
