//! Tables and constant rows become sources.

use super::stream::{Stream, describe_row, own_columns};
use super::{Lowering, at_table};
use crate::catalog::{ColumnKind, Table, TableColumn, Watermark};
use crate::config::parse_duration_ms;
use crate::diagnostic::{Diagnostic, nearest};
use crate::relation::Column;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use waterwheel::connector::{Connector, Scan};
use waterwheel::expression::Expression;
use waterwheel::graph::{EventTime, Node, NodeKind, SourceNode};
use waterwheel::source::{Source, Values};
use waterwheel_expr::scalar::cast::{Mode, cast};
use waterwheel_expr::{Expr, Program};
use waterwheel_types::DataType;

impl Lowering<'_> {
    /// The columns of a table by position. Only what they and the watermark need is read.
    ///
    /// What is computed is so before the watermark; without one, where it is used, behind conditions, as in Flink.
    pub(super) fn lower_scan(&mut self, table: &Table, columns: &[usize]) -> Result<Stream, Diagnostic> {
        check_watermark_options(table)?;
        let outputs = self.outputs(table, columns);
        let from_source = table.source_columns();
        let exprs: Vec<Expr> = outputs.iter().map(|&at| table_column(table, &from_source, at)).collect();
        let mut read: BTreeSet<usize> = exprs.iter().flat_map(Expr::references).collect();
        if read.is_empty() {
            // As in Flink, rows that are only counted are read by their first column, which may fail.
            read.extend(from_source.iter().position(|&at| matches!(table.columns[at].kind, ColumnKind::Physical)));
        }
        let provided = self.provided(table, &from_source, read)?;
        let source = self.open(table, &provided)?;
        let declared = |expr: Expr| expr.map_columns(&mut |position, _| provided[&position].declared.clone());
        let exprs: Vec<Expr> = exprs.into_iter().map(|e| renumber(declared(e), |i| provided.range(..i).count())).collect();
        let names: Vec<String> = provided.values().map(|provided| provided.column.name.clone()).collect();
        let (identity, details) = (format!("source:{}", table.name.name), self.scan_details(table, columns));
        let Some(time) = self.event_time(table, &outputs)? else {
            let types: Vec<DataType> = provided.values().map(|provided| provided.data_type.clone()).collect();
            let node = SourceNode { source, columns: own_columns(&types).iter().map(program).collect(), description: None, time: None };
            let stream = self.source(&identity, "Source", details, types, names, node);
            return Ok(self.project(stream, exprs));
        };
        let description = describe_row(exprs.iter(), &names, &self.session()).as_ref().map(program);
        let node = SourceNode { source, columns: exprs.iter().map(program).collect(), description, time: Some(time) };
        let names = outputs.iter().map(|&at| table.columns[at].name.clone()).collect();
        let types = exprs.iter().map(|e| e.data_type.clone()).collect();
        let stream = self.source(&identity, "Source", details, types, names, node);
        if outputs.len() == columns.len() {
            return Ok(stream);
        }
        let kept = own_columns(&stream.types()[..columns.len()]);
        Ok(self.project(stream, kept))
    }

    /// The columns wanted, and behind them what else the watermark needs.
    fn outputs(&self, table: &Table, columns: &[usize]) -> Vec<usize> {
        let mut outputs = columns.to_vec();
        if let Some(watermark) = self.watermark(table) {
            for at in watermark.expr.references().into_iter().chain([watermark.column]) {
                if !outputs.contains(&at) {
                    outputs.push(at);
                }
            }
        }
        outputs
    }

    /// The columns of the connector that are read, by source position: metadata in the connector's own types.
    fn provided<'t>(
        &self,
        table: &'t Table,
        from_source: &[usize],
        read: BTreeSet<usize>,
    ) -> Result<BTreeMap<usize, Provided<'t>>, Diagnostic> {
        let connector = self.connector(table)?;
        check_metadata(table, &*connector)?;
        let known = connector.metadata();
        let own = |key: &str| known.iter().find(|(name, _)| *name == key).map(|(_, own)| own.kind.clone());
        let provide = |position: usize| {
            let column = &table.columns[from_source[position]];
            let mut data_type = column.data_type.clone();
            if let ColumnKind::Metadata { key, .. } = &column.kind {
                data_type.kind = own(key).unwrap_or(data_type.kind);
            }
            let value = Expr::column(position, data_type.clone());
            let cast = cast(value, &column.data_type, Mode::Cast, &self.session()).map_err(|mismatch| {
                Diagnostic::at(table.span, format!("table {}: the metadata column `{}`: {}", table.name, column.name, mismatch.message))
            })?;
            let declared = Expr { data_type: column.data_type.clone(), node: cast.node };
            Ok((position, Provided { column, data_type, declared }))
        };
        read.into_iter().map(provide).collect()
    }

    /// The table's source, of which these columns are read.
    fn open(&mut self, table: &Table, provided: &BTreeMap<usize, Provided<'_>>) -> Result<Arc<dyn Source>, Diagnostic> {
        let scan = connector_scan(provided);
        let connector = self.connector(table)?;
        let time_zone = self.config.get("table.local-time-zone");
        let source = connector.source(&self.limited(table.for_connector(time_zone), &*connector), &scan).map_err(|f| at_table(f, table))?;
        self.places.read(connector, table, time_zone, source.is_bounded(), &self.sink);
        if self.config.is_batch() && !source.is_bounded() {
            return Err(Diagnostic::at(table.span, format!("the table {} has no end: a batch job would not end either", table.name))
                .with_hint("run it as a stream, or give the table an end"));
        }
        Ok(source)
    }

    /// The rows of a source's node.
    fn source(
        &mut self,
        identity: &str,
        name: &str,
        details: Vec<(String, String)>,
        types: Vec<DataType>,
        names: Vec<String>,
        node: SourceNode,
    ) -> Stream {
        let identity = self.identity(identity);
        let node = self.graph.add(Node { identity, name: name.into(), details, columns: names.clone(), kind: NodeKind::Source(node) });
        Stream::of(node, types).called(names)
    }

    /// The table with the job's bound on records, where its connector knows one and the table says nothing.
    fn limited(&self, mut table: waterwheel::connector::Table, connector: &dyn Connector) -> waterwheel::connector::Table {
        const OPTION: &str = "source.line-bytes-max";
        let limit = self.config.get("waterwheel.record-bytes-max");
        if !limit.is_empty() && connector.options().iter().any(|o| o.key == OPTION) {
            table.options.entry(OPTION.to_owned()).or_insert_with(|| limit.to_owned());
        }
        table
    }

    /// The table's watermark; in batch mode there is none: no row is late, and windows end with the input.
    fn watermark<'t>(&self, table: &'t Table) -> Option<&'t Watermark> {
        table.watermark.as_ref().filter(|_| !self.config.is_batch())
    }

    fn event_time(&self, table: &Table, outputs: &[usize]) -> Result<Option<EventTime>, Diagnostic> {
        let Some(watermark) = self.watermark(table) else { return Ok(None) };
        let interval = self.config.watermark_interval_ms();
        let interval_ms = interval.map_err(|message| Diagnostic { message, span: None, hint: None })?;
        let idle_timeout_ms = self.idle_timeout_ms(table)?;
        let position = |at: usize| outputs.iter().position(|&o| o == at).expect("added to the outputs");
        let expr = renumber(watermark.expr.clone(), position);
        Ok(Some(EventTime {
            column: position(watermark.column),
            name: watermark.name.clone(),
            watermark: program(&expr),
            interval_ms,
            idle_timeout_ms,
            stamps_every_row: false,
        }))
    }

    /// How long a source may be silent before it no longer holds watermarks back: the table's option, else the session's.
    fn idle_timeout_ms(&self, table: &Table) -> Result<i64, Diagnostic> {
        let own = table.options.get("scan.watermark.idle-timeout");
        let text = own.map_or(self.config.get("table.exec.source.idle-timeout"), |given| &given.value);
        let wrong = || format!("the idle timeout of table {} is a duration: expected something like '10 s', got '{text}'", table.name);
        parse_duration_ms(text).ok_or_else(|| Diagnostic {
            message: wrong(),
            span: Some(own.map_or(table.span, |given| given.spans.1)),
            hint: None,
        })
    }

    fn scan_details(&self, table: &Table, columns: &[usize]) -> Vec<(String, String)> {
        let names: Vec<&str> = columns.iter().map(|&c| table.columns[c].name.as_str()).collect();
        let mut details = vec![
            ("table".to_owned(), table.name.to_string()),
            ("connector".to_owned(), table.option("connector").unwrap_or_default().to_owned()),
            ("columns".to_owned(), names.join(", ")),
        ];
        details.extend(table.watermark.as_ref().map(|w| ("watermark".to_owned(), format!("{} AS {}", w.name, w.text))));
        details
    }

    /// Constant rows as a bounded source.
    pub(super) fn lower_values(&mut self, columns: &[Column], rows: &[Vec<Expr>]) -> Stream {
        let types: Vec<DataType> = columns.iter().map(|c| c.data_type.clone()).collect();
        let per_row = rows.iter().map(|row| row.iter().map(program).collect()).collect();
        let outputs = own_columns(&types).iter().map(program).collect();
        let node = SourceNode { source: Arc::new(Values::new(per_row)), columns: outputs, description: None, time: None };
        let details = vec![("rows".to_owned(), rows.len().to_string())];
        let names = columns.iter().map(|c| c.name.clone()).collect();
        self.source("values", "Values", details, types, names, node)
    }
}

/// Options of a table that say how its watermarks are emitted. Those of emission and alignment change nothing here: watermarks are
/// emitted by the row, and no source reads ahead of another for long.
fn check_watermark_options(table: &Table) -> Result<(), Diagnostic> {
    const PREFIX: &str = "scan.watermark.";
    const NAMES: &[&str] = &["idle-timeout", "emit.strategy", "alignment.group", "alignment.max-drift", "alignment.update-interval"];
    let error = |message: String| Err(Diagnostic { message, span: Some(table.span), hint: None });
    let own = |name: &str| table.option(&format!("{PREFIX}{name}"));
    let unknown = table.options.keys().filter_map(|key| key.strip_prefix(PREFIX)).find(|name| !NAMES.contains(name));
    if let Some(name) = unknown {
        let near = nearest(name, NAMES.iter().copied()).map(|n| format!("; did you mean '{PREFIX}{n}'?")).unwrap_or_default();
        return error(format!("table {}: there is no option '{PREFIX}{name}'{near}", table.name));
    }
    if let Some(strategy) = own("emit.strategy").filter(|s| !["on-event", "on-periodic"].contains(s)) {
        return error(format!("table {}: '{PREFIX}emit.strategy' is on-periodic or on-event, not '{strategy}'", table.name));
    }
    if own("alignment.group").is_some() != own("alignment.max-drift").is_some() {
        return error(format!("table {}: '{PREFIX}alignment.group' and '{PREFIX}alignment.max-drift' go together", table.name));
    }
    Ok(())
}

fn program(expr: &Expr) -> Arc<dyn Expression> {
    Arc::new(Program::new(expr))
}

fn renumber(expr: Expr, position: impl Fn(usize) -> usize) -> Expr {
    expr.map_columns(&mut |index, data_type| Expr::column(position(index), data_type))
}

/// A table's column over what the connector provides.
fn table_column(table: &Table, from_source: &[usize], at: usize) -> Expr {
    let column = &table.columns[at];
    match &column.kind {
        ColumnKind::Computed { expr, .. } => expr.clone(),
        _ => {
            let position = from_source.iter().position(|&s| s == at).expect("the connector provides it");
            Expr::column(position, column.data_type.clone())
        }
    }
}

/// A column that a connector provides.
struct Provided<'t> {
    /// As it was declared.
    column: &'t TableColumn,
    /// Its type as the connector gives it.
    data_type: DataType,
    /// The column as declared, over what the connector gives: as in Flink, metadata may be declared in any type that it casts to.
    declared: Expr,
}

/// Refuses metadata that the connector does not have, or that two columns want, whether or not they are read.
fn check_metadata(table: &Table, connector: &dyn Connector) -> Result<(), Diagnostic> {
    let known: Vec<&str> = connector.metadata().iter().map(|(key, _)| *key).collect();
    let keys = table.columns.iter().filter_map(|c| if let ColumnKind::Metadata { key, .. } = &c.kind { Some(key) } else { None });
    let keys: Vec<&String> = keys.collect();
    if let Some((_, twice)) = keys.iter().enumerate().find(|(number, key)| keys[..*number].contains(key)) {
        let message = format!("table {}: two columns are the metadata '{twice}'", table.name);
        return Err(Diagnostic::at(table.span, message).with_hint("compute one from the other: b AS a"));
    }
    let Some(wrong) = keys.into_iter().find(|key| !known.contains(&key.as_str())) else { return Ok(()) };
    let message = format!("table {}: the connector '{}' has no metadata '{wrong}'", table.name, connector.name());
    Err(Diagnostic::at(table.span, message).with_hint(match nearest(wrong, known.iter().copied()) {
        Some(near) => format!("did you mean '{near}'?"),
        None if known.is_empty() => "it has none: leave the column out".to_owned(),
        None => format!("it has {}", known.join(", ")),
    }))
}

/// What to ask of the connector: of the columns it provides, those that are read.
fn connector_scan(provided: &BTreeMap<usize, Provided<'_>>) -> Scan {
    let mut scan = Scan { columns: Vec::new(), metadata: Vec::new() };
    for (&position, Provided { column, data_type, .. }) in provided {
        match &column.kind {
            ColumnKind::Metadata { key, .. } => scan.metadata.push((key.clone(), data_type.clone())),
            _ => scan.columns.push(position),
        }
    }
    scan
}
