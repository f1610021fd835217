//! For tests: calls written as text, beside what real Flink answers to the SQL that they come from.
//!
//! A table's line is `call => type => value`. A call is a name (in backquotes when it is no word) and arguments in parentheses:
//! calls, numbers (`7`, `2.5`, `1e3`), `'text'`, `TRUE`, `NULL:INT`, and `DATE '…'`, `TIME '…'`, `TIMESTAMP '…'`. Each line is evaluated
//! twice: with its constants folded, and with every constant not marked `=` in a column whose other row is NULL (unless a NULL
//! fails). Values are printed as Flink's print sink prints them; an expected `error` is any refusal or failure.

use super::temporal::stored_value;
use crate::register::find;
use crate::{Expr, Node, Program, Session};
use waterwheel::expression::{Expression, Input};
use waterwheel_types::column::column_of;
use waterwheel_types::time::{write_date, write_iso_time};
use waterwheel_types::{Column, DataType, Field, Kind, Timestamp, Value, value_at};

/// Checks a table in a time zone.
pub(super) fn check_in(zone: &str, table: &str) {
    let session = Session { time_zone: zone.to_owned(), ..Session::default() };
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let wrong: Vec<String> = lines.filter_map(|line| check_line(line, &session).err()).collect();
    assert!(wrong.is_empty(), "{} answers are not Flink's:\n{}", wrong.len(), wrong.join("\n"));
}

/// Checks a table in UTC.
pub(super) fn check(table: &str) {
    check_in("UTC", table);
}

fn check_line(line: &str, session: &Session) -> Result<(), String> {
    let parts: Vec<&str> = line.split(" => ").map(str::trim).collect();
    let (call, expected) = (parts[0], parts[1..].join(" => "));
    for columns in [false, true] {
        let got = answer(call, columns, session).unwrap_or_else(|message| format!("error: {message}"));
        let right = if expected == "error" { got.starts_with("error") } else { got == expected };
        if !right {
            return Err(format!("{call}{}\n  expected {expected}\n  got      {got}", if columns { " (columns)" } else { "" }));
        }
    }
    Ok(())
}

fn answer(call: &str, columns: bool, session: &Session) -> Result<String, String> {
    let mut reader = Reader { text: call, columns, inputs: Vec::new(), session };
    let expr = reader.expr()?;
    assert!(reader.text.is_empty(), "unread: {}", reader.text);
    let column = evaluate(&expr, &reader.inputs, true).or_else(|_| evaluate(&expr, &reader.inputs, false))?;
    assert_eq!(column.data_type(), &waterwheel_types::arrow_type(&expr.data_type), "{call}: the column is not held as its type");
    let folded = expr.as_literal().is_some();
    let data_type = if folded { declared(&expr, call, session)? } else { expr.data_type.clone() };
    let mut out = format!("{data_type} => ");
    let shown = stored_value(value_at(&column, &expr.data_type, 1), &expr.data_type.kind);
    show(&shown, &expr.data_type, &mut out);
    Ok(out)
}

/// The column of two rows, of which the first has NULLs for its inputs where `nulls`.
fn evaluate(expr: &Expr, inputs: &[(Value, DataType)], nulls: bool) -> Result<Column, String> {
    let first = |value| if nulls { &Value::Null } else { value };
    let columns: Vec<Column> = inputs.iter().map(|(value, t)| column_of(t, [first(value), value])).collect();
    let input = Input { columns: &columns, rows: 2, wall_ms: 0, watermark: i64::MIN };
    Program::new(expr).evaluate(&input).map_err(|failure| failure.message)
}

/// The type of a call before folding made a NULL of it.
fn declared(expr: &Expr, call: &str, session: &Session) -> Result<DataType, String> {
    if !expr.as_literal().is_some_and(Value::is_null) {
        return Ok(expr.data_type.clone());
    }
    let mut reader = Reader { text: call, columns: true, inputs: Vec::new(), session };
    Ok(reader.expr()?.data_type)
}

struct Reader<'a> {
    text: &'a str,
    columns: bool,
    inputs: Vec<(Value, DataType)>,
    session: &'a Session,
}

impl<'a> Reader<'a> {
    fn expr(&mut self) -> Result<Expr, String> {
        self.text = self.text.trim_start();
        let constant = self.eat("=");
        let expr = match self.text.chars().next().expect("an expression") {
            '\'' => self.quoted(),
            '0'..='9' | '-' => self.number(),
            _ => return self.word(constant),
        };
        Ok(self.leaf(expr, constant))
    }

    fn eat(&mut self, prefix: &str) -> bool {
        let rest = self.text.strip_prefix(prefix);
        self.text = rest.unwrap_or(self.text);
        rest.is_some()
    }

    fn leaf(&mut self, expr: Expr, constant: bool) -> Expr {
        match &expr.node {
            Node::Literal(value, _) if self.columns && !constant => {
                self.inputs.push((value.clone(), expr.data_type.clone()));
                Expr::column(self.inputs.len() - 1, expr.data_type)
            }
            _ => expr,
        }
    }

    fn string(&mut self) -> String {
        assert!(self.eat("'"), "a quote before {}", self.text);
        let mut out = String::new();
        loop {
            let (before, after) = self.text.split_once('\'').expect("a closing quote");
            out.push_str(before);
            self.text = after;
            if !self.eat("'") {
                return out;
            }
            out.push('\'');
        }
    }

    fn quoted(&mut self) -> Expr {
        let text = self.string();
        let length = text.chars().count() as u32;
        Expr::literal(Value::String(text), Kind::Char(length.max(1)).not_null())
    }

    fn number(&mut self) -> Expr {
        let end = self.text.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(self.text.len());
        let (text, rest) = self.text.split_at(end);
        self.text = rest;
        if text.contains(['e', 'E']) {
            return Expr::literal(Value::Double(text.parse().expect("a number")), Kind::Double.not_null());
        }
        if let Some((whole, fraction)) = text.split_once('.') {
            let digits = format!("{whole}{fraction}");
            let kind = Kind::decimal(digits.trim_start_matches('-').len() as u8, fraction.len() as u8);
            return Expr::literal(Value::Decimal(digits.parse().expect("digits")), kind.not_null());
        }
        let value: i64 = text.parse().expect("a number");
        match i32::try_from(value) {
            Ok(small) => Expr::literal(Value::Int(small), Kind::Int.not_null()),
            Err(_) => Expr::literal(Value::BigInt(value), Kind::BigInt.not_null()),
        }
    }

    fn word(&mut self, constant: bool) -> Result<Expr, String> {
        let name = if self.eat("`") {
            let (name, rest) = self.text.split_once('`').expect("a closing backquote");
            self.text = rest;
            name
        } else {
            let end = self.text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.text.len());
            let (name, rest) = self.text.split_at(end);
            self.text = rest;
            name
        };
        let literal = match name {
            "TRUE" | "FALSE" => Expr::boolean(name == "TRUE"),
            "NULL" => {
                assert!(self.eat(":"), "NULL is written with its type");
                Expr::null(self.kind())
            }
            "DATE" => self.temporal(Kind::Date)?,
            "TIME" => self.temporal(Kind::Time(0))?,
            "TIMESTAMP" => self.temporal(Kind::Timestamp(0))?,
            _ => return self.call(name),
        };
        Ok(self.leaf(literal, constant))
    }

    fn temporal(&mut self, kind: Kind) -> Result<Expr, String> {
        self.text = self.text.trim_start();
        let text = self.string();
        super::temporal::literal(&kind, &text, self.session).map_err(|mismatch| mismatch.message)
    }

    fn kind(&mut self) -> Kind {
        let kinds = [
            ("ARRAY<INT>", Kind::Array(Box::new(Kind::Int.nullable()))),
            ("ARRAY<STRING>", Kind::Array(Box::new(Kind::STRING.nullable()))),
            ("MAP<STRING,INT>", Kind::Map(Box::new(Kind::STRING.nullable()), Box::new(Kind::Int.nullable()))),
            ("BOOLEAN", Kind::Boolean),
            ("DOUBLE", Kind::Double),
            ("BIGINT", Kind::BigInt),
            ("INT", Kind::Int),
            ("STRING", Kind::STRING),
            ("DATE", Kind::Date),
            ("TIMESTAMP3", Kind::Timestamp(3)),
        ];
        kinds.into_iter().find(|(name, _)| self.eat(name)).unwrap_or_else(|| panic!("no kind at {}", self.text)).1
    }

    fn call(&mut self, name: &str) -> Result<Expr, String> {
        let function = find(name).unwrap_or_else(|| panic!("there is no {name}"));
        let mut arguments = Vec::new();
        if self.eat("(") {
            while !self.eat(")") {
                arguments.push(self.expr()?);
                self.eat(",");
            }
        }
        Expr::apply(function, arguments, self.session).map_err(|mismatch| mismatch.message)
    }
}

/// A value as Flink prints it.
fn show(value: &Value, data_type: &DataType, out: &mut String) {
    match (value, &data_type.kind) {
        (Value::Null, _) => out.push_str("null"),
        (Value::Boolean(v), _) => out.push_str(&v.to_string()),
        (Value::String(v), _) => out.push_str(v),
        (Value::Date(v), _) => write_date((*v).into(), out),
        (Value::Time(v), _) => write_iso_time(i64::from(*v) * 1_000_000, true, out),
        (Value::Timestamp(v), Kind::Timestamp(_)) => show_timestamp(*v, true, out),
        (Value::Timestamp(v), Kind::TimestampLtz(_)) => {
            show_timestamp(*v, false, out);
            out.push('Z');
        }
        (Value::Array(values), Kind::Array(element)) => {
            show_list(("[", "]"), values.iter().map(|v| (v, &**element)), out);
        }
        (Value::Row(values), Kind::Row(fields)) => {
            show_list(("+I[", "]"), values.iter().zip(fields.iter().map(|f: &Field| &f.data_type)), out);
        }
        (Value::Map(entries), Kind::Map(key, item)) => {
            out.push('{');
            let first = |i: usize| entries[..i].iter().all(|(k, _)| *k != entries[i].0);
            for (i, (k, _)) in entries.iter().enumerate().filter(|&(i, _)| first(i)) {
                out.push_str(if i == 0 { "" } else { ", " });
                show(k, key, out);
                out.push('=');
                let (_, last) = entries.iter().rfind(|(other, _)| other == k).expect("the key is there");
                show(last, item, out);
            }
            out.push('}');
        }
        (value, _) => out.push_str(&super::cast::literal_text(value, data_type)),
    }
}

fn show_list<'a>((open, close): (&str, &str), values: impl Iterator<Item = (&'a Value, &'a DataType)>, out: &mut String) {
    out.push_str(open);
    for (i, (value, data_type)) in values.enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        show(value, data_type, out);
    }
    out.push_str(close);
}

fn show_timestamp(value: Timestamp, may_drop_seconds: bool, out: &mut String) {
    let (days, nanos) = value.day_and_nanos();
    write_date(days, out);
    out.push('T');
    write_iso_time(nanos, may_drop_seconds, out);
}
