//! Flink SQL: from text to a syntax tree, with errors that point at the characters that caused them.
//!
//! [`parser::parse_script`] is the door. What the words mean (names, types, plans) is built on top of the tree.

pub mod ast;
mod bind;
pub mod catalog;
pub mod config;
pub mod diagnostic;
pub mod explain;
mod functions;
mod in_memory;
pub mod lexer;
mod lower;
pub mod parser;
pub mod relation;
mod rewrite;
pub mod script;
mod show;
pub mod span;
