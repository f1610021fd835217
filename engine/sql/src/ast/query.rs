//! Queries: SELECT, VALUES, set operations and what stands in FROM.

use super::{Call, Expr, Hint, Ident, Name, SetQuantifier, WindowSpec};
use crate::span::Span;

/// `[WITH ...] body [ORDER BY ...] [LIMIT ...] [OFFSET ...]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// `WITH` tables in order; empty if absent.
    pub ctes: Vec<Cte>,
    /// What produces the rows.
    pub body: QueryBody,
    /// `ORDER BY`; empty if absent.
    pub order_by: Vec<OrderItem>,
    /// Rows skipped: `OFFSET n [ROWS]`, `LIMIT n, m`.
    pub offset: Option<Expr>,
    /// Rows kept: `LIMIT n`, `FETCH FIRST n ROWS ONLY`; `None` also for `LIMIT ALL`.
    pub limit: Option<Expr>,
    /// From the first word to the last.
    pub span: Span,
}

/// `name [(columns)] AS (query)` of a WITH clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cte {
    /// Its name.
    pub name: Ident,
    /// Names of its columns; empty if not written.
    pub columns: Vec<Ident>,
    /// Its rows.
    pub query: Query,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// What a query can consist of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryBody {
    /// `SELECT ...`.
    Select(Box<Select>),
    /// `VALUES ...`.
    Values(Values),
    /// `TABLE name`: all of it.
    Table(Name),
    /// `a UNION b` and its kin.
    SetOperation(Box<SetOperation>),
    /// `(query)`.
    Query(Box<Query>),
}

/// `left UNION [ALL] right`; INTERSECT binds tighter than the other two, which are left-associative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetOperation {
    /// Which operation.
    pub op: SetOperator,
    /// Duplicates kept?
    pub all: bool,
    /// The operator's own place.
    pub op_span: Span,
    /// Left operand.
    pub left: QueryBody,
    /// Right operand.
    pub right: QueryBody,
    /// From the left operand to the right one.
    pub span: Span,
}

/// The set operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetOperator {
    /// `UNION`.
    Union,
    /// `INTERSECT`.
    Intersect,
    /// `EXCEPT`, `MINUS`.
    Except,
}

/// `VALUES (a, b), (c, d)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    /// At least one row, each of at least one expression; not necessarily of equal lengths.
    pub rows: Vec<Vec<Expr>>,
    /// From VALUES to the last row.
    pub span: Span,
}

/// One SELECT, without ORDER BY and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    /// `/*+ ... */` behind SELECT.
    pub hints: Vec<Hint>,
    /// `DISTINCT`, `ALL`.
    pub quantifier: Option<SetQuantifier>,
    /// At least one.
    pub items: Vec<SelectItem>,
    /// `FROM`.
    pub from: Option<TableRef>,
    /// `WHERE`.
    pub selection: Option<Expr>,
    /// `GROUP BY`.
    pub group_by: Option<GroupBy>,
    /// `HAVING`.
    pub having: Option<Expr>,
    /// `WINDOW`; empty if absent.
    pub windows: Vec<NamedWindow>,
    /// `QUALIFY`.
    pub qualify: Option<Expr>,
    /// From SELECT to the end of its last clause.
    pub span: Span,
}

/// One item of a select list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectItem {
    /// `*`.
    Wildcard(Span),
    /// `t.*`.
    QualifiedWildcard {
        /// What stands before the `.*`: a table, or a row to be spread.
        name: Name,
        /// The whole of it.
        span: Span,
    },
    /// `expr [[AS] alias]`.
    Expr {
        /// The value.
        expr: Expr,
        /// The column's name.
        alias: Option<Ident>,
    },
}

/// `GROUP BY [DISTINCT | ALL] ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBy {
    /// `DISTINCT`, `ALL`: what becomes of equal grouping sets.
    pub quantifier: Option<SetQuantifier>,
    /// At least one.
    pub elements: Vec<GroupingElement>,
    /// From GROUP to the last element.
    pub span: Span,
}

/// One element of GROUP BY.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupingElement {
    /// `a`, or `(a, b)`, or `()` for the grand total.
    Set(GroupingSet),
    /// `GROUPING SETS (...)`, which may nest.
    Sets(Vec<GroupingElement>, Span),
    /// `ROLLUP (a, (b, c))`.
    Rollup(Vec<GroupingSet>, Span),
    /// `CUBE (a, (b, c))`.
    Cube(Vec<GroupingSet>, Span),
}

/// Expressions grouped by together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupingSet {
    /// Empty for `()`.
    pub exprs: Vec<Expr>,
    /// The set, parentheses included.
    pub span: Span,
}

/// `name AS (spec)` of a WINDOW clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedWindow {
    /// Its name.
    pub name: Ident,
    /// What it stands for.
    pub spec: WindowSpec,
}

/// `expr [ASC | DESC] [NULLS FIRST | LAST]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderItem {
    /// What is ordered by; a bare integer is the position of a select item.
    pub expr: Expr,
    /// `DESC`?
    pub descending: bool,
    /// `Some(true)` for NULLS FIRST, `Some(false)` for NULLS LAST.
    pub nulls_first: Option<bool>,
    /// From the expression to its last word.
    pub span: Span,
}

/// Something that yields rows in FROM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRef {
    /// Which source.
    pub kind: TableRefKind,
    /// `[AS] name [(columns)]`.
    pub alias: Option<TableAlias>,
    /// From the first word to the alias.
    pub span: Span,
}

/// The sources of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableRefKind {
    /// A table or view.
    Table {
        /// Its name.
        name: Name,
        /// `/*+ OPTIONS(...) */` behind the name.
        hints: Vec<Hint>,
        /// `FOR SYSTEM_TIME AS OF expr`.
        system_time: Option<Expr>,
    },
    /// `[LATERAL] (query)`.
    Query {
        /// May it refer to what stands left of it?
        lateral: bool,
        /// Its rows.
        query: Box<Query>,
    },
    /// `[LATERAL] TABLE(f(...))`, or `f(...)` alone.
    Function {
        /// May it refer to what stands left of it?
        lateral: bool,
        /// The function and its arguments.
        call: Box<Call>,
    },
    /// `UNNEST(a, ...) [WITH ORDINALITY]`.
    Unnest {
        /// At least one collection.
        collections: Vec<Expr>,
        /// With a column that counts from 1?
        ordinality: bool,
    },
    /// Two sources joined.
    Join(Box<Join>),
}

/// `AS name [(columns)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAlias {
    /// The table's new name.
    pub name: Ident,
    /// Its columns' new names; empty if not written.
    pub columns: Vec<Ident>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// `left JOIN right ...`; left-associative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Which join.
    pub kind: JoinKind,
    /// `NATURAL`?
    pub natural: bool,
    /// Left side.
    pub left: TableRef,
    /// Right side.
    pub right: TableRef,
    /// `ON` or `USING`.
    pub constraint: JoinConstraint,
    /// The comma, or the words from NATURAL, LEFT, ... to JOIN.
    pub op_span: Span,
}

/// The kinds of joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JoinKind {
    /// `[INNER] JOIN`.
    Inner,
    /// `LEFT [OUTER] JOIN`.
    Left,
    /// `RIGHT [OUTER] JOIN`.
    Right,
    /// `FULL [OUTER] JOIN`.
    Full,
    /// `CROSS JOIN`.
    Cross,
    /// `,`.
    Comma,
}

/// What joins two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinConstraint {
    /// Nothing: a cross or natural join.
    None,
    /// `ON condition`.
    On(Expr),
    /// `USING (columns)`.
    Using(Vec<Ident>),
}
