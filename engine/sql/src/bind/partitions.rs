//! Partitions that ALTER TABLE … ADD and DROP PARTITION tell the catalog of, as SHOW PARTITIONS lists them.
//!
//! Nothing reads by them: the partitions of files are where the files are.

use crate::ast::{self, ExprKind, Literal, PartitionValue, UnaryOp};
use crate::catalog::{Partition, Table};
use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;

/// The table with partitions more; one that is there already is an error unless `if_not_exists`.
pub(super) fn added(table: &Table, specs: &[ast::PartitionSpec], if_not_exists: bool) -> Result<Table, Diagnostic> {
    let mut altered = table.clone();
    for spec in specs {
        let partition = partition(table, spec)?;
        if position(&altered, &partition).is_none() {
            altered.partitions.push(partition);
        } else if !if_not_exists {
            return Err(Diagnostic::at(spec.span, format!("the table {} has this partition already", table.name))
                .with_hint("ADD IF NOT EXISTS adds it only if it is new"));
        }
    }
    Ok(altered)
}

/// The table without partitions; one that is not there is an error unless `if_exists`.
pub(super) fn dropped(table: &Table, specs: &[ast::PartitionSpec], if_exists: bool) -> Result<Table, Diagnostic> {
    let mut altered = table.clone();
    for spec in specs {
        let found = partition(table, spec).and_then(|partition| {
            position(&altered, &partition)
                .ok_or_else(|| Diagnostic::at(spec.span, format!("the table {} has no such partition", table.name)))
        });
        match found {
            Ok(at) => drop(altered.partitions.remove(at)),
            Err(error) if !if_exists => return Err(error),
            Err(_) => {}
        }
    }
    Ok(altered)
}

/// The partitions of a table that have the values of `spec`, as `column=value/…`; all without one.
pub(crate) fn listed(table: &Table, spec: Option<&ast::PartitionSpec>) -> Result<Vec<String>, Diagnostic> {
    let wanted = spec.map(|spec| pairs(&spec.values)).transpose()?.unwrap_or_default();
    let fits = |partition: &&Partition| wanted.iter().all(|pair| partition.contains(pair));
    let text = |partition: &Partition| partition.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("/");
    Ok(table.partitions.iter().filter(fits).map(text).collect())
}

fn position(table: &Table, partition: &Partition) -> Option<usize> {
    let values = |partition: &Partition| partition.iter().cloned().collect::<BTreeMap<_, _>>();
    table.partitions.iter().position(|other| values(other) == values(partition))
}

/// The values of all partition columns, in the order in which they are written.
fn partition(table: &Table, spec: &ast::PartitionSpec) -> Result<Partition, Diagnostic> {
    let partition = pairs(&spec.values)?;
    if let Some(unknown) = spec.values.iter().find(|value| !table.partition_keys.contains(&value.column.text)) {
        let error = Diagnostic::at(unknown.column.span, format!("the table is not partitioned by `{}`", unknown.column.text));
        return Err(match table.partition_keys.as_slice() {
            [] => error.with_hint("it has no partitions"),
            keys => error.with_hint(format!("its partition columns are {}", keys.join(", "))),
        });
    }
    if let Some(missing) = table.partition_keys.iter().find(|key| !partition.iter().any(|(column, _)| column == *key)) {
        return Err(Diagnostic::at(spec.span, format!("the partition has no value of `{missing}`")));
    }
    Ok(partition)
}

fn pairs(values: &[PartitionValue]) -> Result<Partition, Diagnostic> {
    let wrong = |given: &PartitionValue| Diagnostic::at(given.value.span, "the value of a partition is a text or a number");
    values.iter().map(|given| Ok((given.column.text.clone(), text_of(&given.value).ok_or_else(|| wrong(given))?))).collect()
}

fn text_of(value: &ast::Expr) -> Option<String> {
    match &value.kind {
        ExprKind::Literal(Literal::String(text) | Literal::Number(text)) => Some(text.clone()),
        ExprKind::Unary { op: UnaryOp::Plus, operand } => text_of(operand),
        ExprKind::Unary { op: UnaryOp::Minus, operand } => Some(format!("-{}", text_of(operand)?)),
        _ => None,
    }
}
