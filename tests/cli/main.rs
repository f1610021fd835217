//! The real binary, from the outside: what it prints, where, and with which exit code.
//!
//! Wrong input, wrong scripts and wrong settings each give one clear message: the value, the column, the file, the line. Nothing
//! but rows reaches standard output.

mod declarations;
mod examples;
mod explain;
mod files;
mod process;
mod program;
mod script;
mod settings;
mod sinks;
mod watching;
mod wildcards;
