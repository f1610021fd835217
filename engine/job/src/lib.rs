//! From a manifest or a script to a running job, and its life: load, plan, start, watch, stop.
//!
//! What the binary and every embedding call. [`Program::load`] reads a file, [`Program::plan`] checks and plans all of it,
//! [`start`] runs one planned job in the background. Prints nothing: texts, warnings and counts are values.

mod manifest;
mod program;
mod running;
mod secrets;

pub use manifest::{Manifest, ManifestError};
pub use program::{Overrides, Program, UsageError, connectors, functions};
pub use running::{Running, StartError, check, start};
pub use secrets::Secrets;
pub use waterwheel_expr::{ScalarFunction, lift, user};
pub use waterwheel_formats::formats;
