//! Typed relations: a query after binding, before it becomes a dataflow.
//!
//! A [`Relation`] is a tree; every node says which columns it has, with Flink's types and time attributes. Expressions refer to
//! the columns of the relation below by position. Nothing here refers to the script's text any more.

use crate::catalog::Table;
use crate::span::Span;
use std::sync::Arc;
use waterwheel::operator::SortKey;
use waterwheel::operator::window::Assigner;
use waterwheel_expr::Expr;
use waterwheel_expr::aggregate::{AggregateFunction, ResolvedAggregate};
use waterwheel_types::{DataType, Kind};

/// One column of a relation.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name; made up (`EXPR$0`) where the query gives none.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether it carries time, and which.
    pub time: Option<TimeAttribute>,
    /// Whether it is a bound of a window, and of which.
    pub window: Option<WindowColumn>,
    /// Whether `*` leaves it out, as `table.column-expansion-strategy` may say of metadata.
    pub is_hidden: bool,
}

/// The two kinds of time that a column can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeAttribute {
    /// Event time: watermarks speak of this column.
    Event,
    /// Processing time.
    Processing,
}

/// A column that a window function has added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowColumn {
    /// Which window function of the script: columns of different ones do not go together.
    pub window: usize,
    /// Which of its three columns.
    pub role: WindowRole,
    /// What moves the window.
    pub clock: WindowClock,
    /// Whether it puts results out more than once.
    pub refires: bool,
}

/// What moves windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowClock {
    /// Watermarks, over a TIMESTAMP.
    Event,
    /// Watermarks, over a TIMESTAMP_LTZ: bounds are times in the session's zone.
    LocalEvent,
    /// The wall clock: bounds are times in the session's zone.
    Processing,
}

impl WindowClock {
    /// What moves windows over this column.
    pub fn of(time: &Column) -> Self {
        match (time.time, &time.data_type.kind) {
            (Some(TimeAttribute::Processing), _) => WindowClock::Processing,
            (_, Kind::TimestampLtz(_)) => WindowClock::LocalEvent,
            _ => WindowClock::Event,
        }
    }

    /// The time that `window_time` carries.
    pub fn attribute(self) -> TimeAttribute {
        match self {
            WindowClock::Event | WindowClock::LocalEvent => TimeAttribute::Event,
            WindowClock::Processing => TimeAttribute::Processing,
        }
    }

    /// The type of `window_time`.
    pub fn time_type(self) -> DataType {
        match self {
            WindowClock::Event => Kind::Timestamp(3).not_null(),
            WindowClock::LocalEvent | WindowClock::Processing => Kind::TimestampLtz(3).not_null(),
        }
    }
}

/// The columns that a window function adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WindowRole {
    /// `window_start`
    Start,
    /// `window_end`
    End,
    /// `window_time` = `window_end` - 1 ms.
    Time,
}

impl Column {
    /// A column that is neither a time attribute nor a window's bound.
    pub fn plain(name: impl Into<String>, data_type: DataType) -> Self {
        Column { name: name.into(), data_type, time: None, window: None, is_hidden: false }
    }

    /// Makes a plain column of it, as joins do.
    pub fn forget_time(&mut self) {
        (self.time, self.window) = (None, None);
    }
}

/// A query as a tree of typed relations.
#[derive(Clone, Debug)]
pub struct Relation {
    /// What the rows consist of.
    pub columns: Vec<Column>,
    /// Where they come from.
    pub kind: RelationKind,
}

/// The operations of the algebra.
#[derive(Clone, Debug)]
pub enum RelationKind {
    /// The rows of a table, computed columns included.
    Scan {
        /// The table.
        table: Arc<Table>,
        /// Which of the table's columns, by position.
        columns: Vec<usize>,
    },
    /// Constant rows.
    Values(Vec<Vec<Expr>>),
    /// One expression per column.
    Project {
        /// The rows computed on.
        input: Box<Relation>,
        /// One per column.
        exprs: Vec<Expr>,
    },
    /// The rows for which a condition is true.
    Filter {
        /// The rows filtered.
        input: Box<Relation>,
        /// BOOLEAN.
        condition: Expr,
    },
    /// Each row once per window that it belongs to; adds `window_start`, `window_end`, `window_time`.
    Window {
        /// The rows.
        input: Box<Relation>,
        /// The windows.
        assigner: Assigner,
        /// The time attribute by which rows are assigned.
        time: usize,
        /// Whether it is a window of GROUP BY.
        of_group_by: bool,
    },
    /// Each row with the bounds of its session, once that is closed; adds the same three columns.
    Session {
        /// The rows.
        input: Box<Relation>,
        /// The columns that sessions are kept apart by.
        keys: Vec<usize>,
        /// The longest distance of a session's rows, milliseconds.
        gap: i64,
        /// The time attribute.
        time: usize,
    },
    /// Each row once per grouping set.
    Expand {
        /// The rows.
        input: Box<Relation>,
        /// One list of expressions per set, one expression per column.
        copies: Vec<Vec<Expr>>,
    },
    /// One row per group: the group's columns, then the calls' results.
    Aggregate {
        /// The rows grouped.
        input: Box<Relation>,
        /// The columns grouped by.
        groups: Vec<usize>,
        /// The aggregate calls, over the input's columns.
        calls: Vec<AggregateCall>,
        /// How long an idle group is kept, in milliseconds, 0 for ever; `None`: as `table.exec.state.ttl` says.
        ttl_ms: Option<i64>,
    },
    /// Each row once per element of a collection in it; adds the element's columns.
    Unnest {
        /// The rows.
        input: Box<Relation>,
        /// The column of the collection.
        collection: usize,
        /// Whether the last column counts the elements.
        ordinality: bool,
        /// Which elements count, over the columns of an element alone; `None`: all.
        condition: Option<Expr>,
        /// Whether a row without elements is kept, with NULLs.
        outer: bool,
    },
    /// Some of the rows, ordered when there are keys.
    Sort {
        /// The rows.
        input: Box<Relation>,
        /// What is ordered by, most significant first.
        keys: Vec<SortKey>,
        /// Rows skipped in front.
        offset: u64,
        /// Rows kept at most.
        limit: Option<u64>,
    },
    /// The rows of all inputs, which have columns of the same types.
    Union(Vec<Relation>),
    /// Each row of one side beside each row of the other that has equal keys: the columns of both.
    Join {
        /// The left side.
        left: Box<Relation>,
        /// The right side.
        right: Box<Relation>,
        /// How they are joined.
        how: Joining,
    },
}

/// How two relations are joined.
#[derive(Clone, Debug)]
pub struct Joining {
    /// A column of each that have equal values, of one kind, NULL being equal to NULL. None before
    /// [`rewrite::place_joins`](crate::rewrite::place_joins) has found them in the conditions above.
    pub keys: Vec<(usize, usize)>,
    /// How long each side's idle rows are kept, in milliseconds, 0 for ever; `None`: as `table.exec.state.ttl` says.
    pub ttl_ms: [Option<i64>; 2],
    /// Where the script joins.
    pub at: Span,
}

/// An aggregate call over the columns of the input.
#[derive(Clone, Debug)]
pub struct AggregateCall {
    /// The function.
    pub function: &'static AggregateFunction,
    /// The function for these arguments' types.
    pub resolved: ResolvedAggregate,
    /// An AVG as the quotient of a SUM and a COUNT, which it may have to become.
    pub of_sums: Option<ResolvedAggregate>,
    /// The columns that are its arguments, already of the parameters' types.
    pub arguments: Vec<usize>,
    /// Whether equal arguments count once.
    pub distinct: bool,
    /// The BOOLEAN column of FILTER.
    pub filter: Option<usize>,
}

impl Relation {
    /// The relation that keeps the rows for which `condition` is true.
    pub fn filter(self, condition: Expr) -> Relation {
        Relation { columns: self.columns.clone(), kind: RelationKind::Filter { input: Box::new(self), condition } }
    }

    /// The relation that keeps the rows for which all of these are true.
    pub fn filter_all(self, conditions: Vec<Expr>) -> Relation {
        if conditions.is_empty() { self } else { self.filter(Expr::and(conditions)) }
    }

    /// The rows of both side by side. What carries time does not behind a join, nor are bounds of windows any.
    pub fn join(self, right: Relation, how: Joining) -> Relation {
        let mut columns = [self.columns.clone(), right.columns.clone()].concat();
        columns.iter_mut().for_each(Column::forget_time);
        Relation { columns, kind: RelationKind::Join { left: Box::new(self), right: Box::new(right), how } }
    }

    /// The relation with one computed column per `(column, expression)`.
    pub fn project(self, columns: Vec<(Column, Expr)>) -> Relation {
        let (columns, exprs) = columns.into_iter().unzip();
        Relation { columns, kind: RelationKind::Project { input: Box::new(self), exprs } }
    }

    /// The same rows as a table of a FROM clause, where an order without LIMIT means nothing.
    pub fn unordered(self) -> Relation {
        let is_order = |r: &Relation| matches!(r.kind, RelationKind::Sort { offset: 0, limit: None, .. });
        match self.kind {
            RelationKind::Sort { input, offset: 0, limit: None, .. } => *input,
            RelationKind::Project { input, exprs } if is_order(&input) => {
                Relation { columns: self.columns, kind: RelationKind::Project { input: Box::new(input.unordered()), exprs } }
            }
            kind => Relation { columns: self.columns, kind },
        }
    }

    /// The relation without equal rows, which are known for `ttl_ms` as those of [`RelationKind::Aggregate`].
    pub fn distinct(self, ttl_ms: Option<i64>) -> Relation {
        let groups: Vec<usize> = (0..self.columns.len()).collect();
        let columns = self.group_columns(&groups);
        Relation { columns, kind: RelationKind::Aggregate { input: Box::new(self), groups, calls: Vec::new(), ttl_ms } }
    }

    /// Whether these columns name a window: one row per group and window, put out when the window fires.
    pub fn names_window(&self, groups: &[usize]) -> bool {
        let has = |role| groups.iter().any(|&g| self.columns[g].window.is_some_and(|w| w.role == role));
        has(WindowRole::Start) && has(WindowRole::End)
    }

    /// Whether these columns name a window that puts results out more than once.
    fn names_refiring_window(&self, groups: &[usize]) -> bool {
        self.names_window(groups) && groups.iter().any(|&g| self.columns[g].window.is_some_and(|w| w.refires))
    }

    /// These columns as those of groups. Only a window's own columns stay aligned with event time, and only those of a window that
    /// fires once tell the windows of its results.
    pub fn group_columns(&self, groups: &[usize]) -> Vec<Column> {
        let names_window = self.names_window(groups);
        let column = |&group: &usize| match &self.columns[group] {
            bound if names_window && bound.window.is_some() => {
                Column { window: bound.window.filter(|window| !window.refires), ..bound.clone() }
            }
            key => Column { time: None, window: None, ..key.clone() },
        };
        groups.iter().map(column).collect()
    }

    /// The relation over other inputs, which must have the same columns.
    pub fn map_inputs(self, replace: &mut dyn FnMut(Relation) -> Relation) -> Relation {
        let Relation { columns, mut kind } = self;
        let mut replace_box = |input: &mut Box<Relation>| {
            let empty = Relation { columns: Vec::new(), kind: RelationKind::Values(Vec::new()) };
            **input = replace(std::mem::replace(&mut **input, empty));
        };
        match &mut kind {
            RelationKind::Scan { .. } | RelationKind::Values(_) => {}
            RelationKind::Project { input, .. }
            | RelationKind::Filter { input, .. }
            | RelationKind::Window { input, .. }
            | RelationKind::Session { input, .. }
            | RelationKind::Sort { input, .. }
            | RelationKind::Unnest { input, .. }
            | RelationKind::Expand { input, .. }
            | RelationKind::Aggregate { input, .. } => replace_box(input),
            RelationKind::Join { left, right, .. } => [left, right].into_iter().for_each(replace_box),
            RelationKind::Union(inputs) => *inputs = std::mem::take(inputs).into_iter().map(replace).collect(),
        }
        Relation { columns, kind }
    }

    /// Whether rows of a streaming query can change or go once they are out.
    pub fn updates(&self) -> bool {
        match &self.kind {
            RelationKind::Aggregate { input, groups, .. } => !input.names_window(groups) || input.names_refiring_window(groups),
            _ => self.inputs().into_iter().any(Relation::updates),
        }
    }

    /// What the rows are made of.
    pub fn inputs(&self) -> Vec<&Relation> {
        match &self.kind {
            RelationKind::Scan { .. } | RelationKind::Values(_) => Vec::new(),
            RelationKind::Project { input, .. }
            | RelationKind::Filter { input, .. }
            | RelationKind::Window { input, .. }
            | RelationKind::Session { input, .. }
            | RelationKind::Sort { input, .. }
            | RelationKind::Unnest { input, .. }
            | RelationKind::Expand { input, .. }
            | RelationKind::Aggregate { input, .. } => vec![input],
            RelationKind::Join { left, right, .. } => vec![left, right],
            RelationKind::Union(inputs) => inputs.iter().collect(),
        }
    }

    /// The same rows under other column names.
    pub fn rename(mut self, names: impl IntoIterator<Item = String>) -> Relation {
        self.columns.iter_mut().zip(names).for_each(|(column, name)| (column.name, column.is_hidden) = (name, false));
        self
    }

    /// The names of its columns.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// An expression for the column at `index`.
    pub fn column(&self, index: usize) -> Expr {
        Expr::column(index, self.columns[index].data_type.clone())
    }
}
