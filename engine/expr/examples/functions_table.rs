//! Prints the page on functions: the supported ones, family by family, and what Flink has besides.
//!
//! `cargo run -p waterwheel-expr --example functions_table > engine/expr/FUNCTIONS.md`

fn main() {
    print!("{}", waterwheel_expr::documentation::functions_page());
}
