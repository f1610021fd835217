//! Partitions: folders named `column=value` between a table's path and its files.
//!
//! Values are text in folder names, with what a name cannot hold as `%` and two hexadecimal digits; NULL and the empty text are a
//! reserved name. The columns of PARTITIONED BY are not in the files.

use std::fmt::Write;
use std::path::Path;
use waterwheel::Failure;
use waterwheel::connector::Table;
use waterwheel::types::time::{read_date, read_timestamp};
use waterwheel::types::{Field, Kind, Schema, Timestamp, Value};

/// The partition columns of a table, in the order of PARTITIONED BY.
#[derive(Clone, Debug)]
pub(crate) struct Partitions {
    pub(crate) fields: Vec<Field>,
    /// By field: whether anyone reads its values. Those that nobody reads may be of any text, and are NULL.
    read: Vec<bool>,
    default_name: String,
}

/// Fails when a column of PARTITIONED BY is none of the table's.
pub(crate) fn check_keys(table: &Table) -> Result<(), Failure> {
    match table.partition_keys.iter().find(|key| table.schema.index_of(key).is_none()) {
        Some(key) => Err(Failure::world(format!("PARTITIONED BY names `{key}`, which is no physical column of table {}", table.name))),
        None => Ok(()),
    }
}

impl Partitions {
    /// The partitions of a table whose keys are its columns.
    pub(crate) fn of(table: &Table) -> Self {
        let field = |key: &String| table.schema.fields[table.schema.index_of(key).expect("keys were checked")].clone();
        Partitions {
            fields: table.partition_keys.iter().map(field).collect(),
            read: vec![true; table.partition_keys.len()],
            default_name: table.options.get("partition.default-name").map_or("__DEFAULT_PARTITION__", String::as_str).to_owned(),
        }
    }

    /// The same of which only these columns of the table are read.
    pub(crate) fn reading(mut self, schema: &Schema, columns: &[usize]) -> Self {
        self.read = self.fields.iter().map(|field| columns.iter().any(|&c| schema.fields[c].name == field.name)).collect();
        self
    }

    /// The columns that stand in the files: all but those of the partitions.
    pub(crate) fn file_schema(&self, schema: &Schema) -> Schema {
        let is_key = |f: &&Field| self.position(&f.name).is_none();
        Schema::new(schema.fields.iter().filter(is_key).cloned().collect())
    }

    /// The position of a column among the keys.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == name)
    }

    /// The values that the folders between `root` and `file` give to the partition columns.
    pub(crate) fn values_of(&self, root: &Path, file: &Path) -> Result<Vec<Value>, Failure> {
        if self.fields.is_empty() {
            return Ok(Vec::new());
        }
        let relative = file.strip_prefix(root).unwrap_or(file);
        let folders: Vec<(String, String)> = relative
            .parent()
            .into_iter()
            .flatten()
            .filter_map(|name| name.to_str()?.split_once('='))
            .map(|(k, v)| (unescape(k), unescape(v)))
            .collect();
        self.fields.iter().zip(&self.read).map(|(field, &read)| self.value(field, read, &folders, file)).collect()
    }

    /// Column and value of each partition column, as the text that a folder below the table's gives.
    pub(crate) fn texts_of(&self, folder: &str) -> Vec<(String, String)> {
        folder.split('/').filter_map(|name| name.split_once('=')).map(|(k, v)| (unescape(k), unescape(v))).collect()
    }

    fn value(&self, field: &Field, read: bool, folders: &[(String, String)], file: &Path) -> Result<Value, Failure> {
        let Some((_, text)) = folders.iter().find(|(key, _)| *key == field.name) else {
            return Err(Failure::world(format!(
                "{}: expected a folder `{}=…` above it, as the table is PARTITIONED BY it",
                file.display(),
                field.name
            )));
        };
        if *text == self.default_name || !read {
            return Ok(Value::Null);
        }
        parse(text, &field.data_type.kind).ok_or_else(|| {
            Failure::data(format!("partition `{}`: expected {}, found '{text}'", field.name, field.data_type))
                .at(file.display().to_string())
        })
    }

    /// The folder of these values below the table's path, such as `dt=2024-01-01/hr=1`; values are text as in a CAST to STRING.
    pub(crate) fn folder(&self, values: &[Option<String>]) -> String {
        let mut folder = String::new();
        for (field, value) in self.fields.iter().zip(values) {
            if !folder.is_empty() {
                folder.push('/');
            }
            escape(&field.name, &mut folder);
            folder.push('=');
            match value.as_deref() {
                None | Some("") => escape(&self.default_name, &mut folder),
                Some(text) => escape(text, &mut folder),
            }
        }
        folder
    }
}

fn parse(text: &str, kind: &Kind) -> Option<Value> {
    Some(match kind {
        Kind::Char(_) | Kind::VarChar(_) => Value::String(text.to_owned()),
        Kind::Boolean => Value::Boolean(text.eq_ignore_ascii_case("true")),
        Kind::TinyInt => Value::TinyInt(text.parse().ok()?),
        Kind::SmallInt => Value::SmallInt(text.parse().ok()?),
        Kind::Int => Value::Int(text.parse().ok()?),
        Kind::BigInt => Value::BigInt(text.parse().ok()?),
        Kind::Float => Value::Float(text.parse().ok()?),
        Kind::Double => Value::Double(text.parse().ok()?),
        Kind::Date => Value::Date(read_date(text.as_bytes())?.try_into().ok()?),
        Kind::Timestamp(_) => {
            // As Java writes and reads it, without seconds that are zero.
            let text = if text.len() == "2024-05-01T10:20".len() { format!("{text}:00") } else { text.to_owned() };
            let (days, nanos) = read_timestamp(text.as_bytes(), b'T').or_else(|| read_timestamp(text.as_bytes(), b' '))?;
            Value::Timestamp(Timestamp::of_day(days, nanos)?)
        }
        _ => return None,
    })
}

/// What a folder's name cannot hold, or what has a meaning there.
fn is_escaped(c: char) -> bool {
    c < ' ' || c == '\u{7f}' || "\"#%'*/:=?\\{[]}^".contains(c)
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if is_escaped(c) {
            write!(out, "%{:02X}", u32::from(c)).expect("writing to a String");
        } else {
            out.push(c);
        }
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(code.map_or('%', char::from));
        rest = &rest[at + if code.is_some() { 3 } else { 1 }..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_as_in_flink() {
        let partitions = Partitions {
            fields: vec![Field::new("dt", Kind::STRING.nullable()), Field::new("hr", Kind::Int.nullable())],
            read: vec![true; 2],
            default_name: "__NONE__".into(),
        };
        assert_eq!(partitions.folder(&[Some("x/y=z".into()), None]), "dt=x%2Fy%3Dz/hr=__NONE__");
        assert_eq!(partitions.folder(&[Some("a b%c:d".into()), Some("5".into())]), "dt=a b%25c%3Ad/hr=5");
        assert_eq!(partitions.folder(&[Some("é".into()), Some(String::new())]), "dt=é/hr=__NONE__");
        for text in ["x/y=z", "a b%c:d", "100%", "é%2"] {
            let mut escaped = String::new();
            escape(text, &mut escaped);
            assert_eq!(unescape(&escaped), text);
        }
    }

    #[test]
    fn values_come_from_the_folders() {
        let partitions = Partitions {
            fields: vec![Field::new("dt", Kind::Date.nullable()), Field::new("hr", Kind::Int.nullable())],
            read: vec![true; 2],
            default_name: "__NONE__".into(),
        };
        let values = |path: &str| partitions.values_of(Path::new("/t"), Path::new(path));
        assert_eq!(values("/t/dt=1970-01-02/hr=010/sub/f.json").unwrap(), [Value::Date(1), Value::Int(10)]);
        assert_eq!(values("/t/dt=__NONE__/hr=1/f").unwrap(), [Value::Null, Value::Int(1)]);
        assert!(values("/t/dt=1970-01-02/f").unwrap_err().message.contains("`hr=…`"));
        assert!(values("/t/dt=1970-01-02/hr=x/f").unwrap_err().message.contains("expected INT, found 'x'"));
        let date_only = partitions.clone().reading(&Schema::new(partitions.fields.clone()), &[0]);
        assert_eq!(date_only.values_of(Path::new("/t"), Path::new("/t/dt=1970-01-02/hr=x/f")).unwrap(), [Value::Date(1), Value::Null]);
    }
}
