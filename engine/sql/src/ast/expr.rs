//! Expressions.
//!
//! Special syntax that means nothing more than a list of arguments (`SUBSTRING(a FROM b FOR c)`, `POSITION(a IN b)`,
//! `OVERLAY(a PLACING b FROM c)`) is a plain [`Call`]; what carries more than expressions (units, types, clauses) has a
//! variant of its own. Chains of AND and of OR are flat lists; every other operator is a binary node.

use super::{DataType, Ident, IntervalQualifier, Name, OrderItem, Query, TimeUnit};
use crate::span::Span;

/// An expression and where it stands, its own parentheses included: `(a + b)` is one span from `(` to `)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Which expression.
    pub kind: ExprKind,
    /// Its place.
    pub span: Span,
}

/// All forms of expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A column, or a path that starts at a column or a table: `a`, `t.a`, `a.b.c`.
    Name(Name),
    /// `base.field` where the base is not a name: `f(x).a`, `(r).a`, `arr[1].a`.
    Field {
        /// The row.
        base: Box<Expr>,
        /// The field.
        field: Ident,
    },
    /// `base[index]` of an array, map, row or variant.
    Item {
        /// The collection.
        base: Box<Expr>,
        /// The position (from 1) or key.
        index: Box<Expr>,
    },
    /// `f(...)` with all its clauses.
    Call(Box<Call>),
    /// A function without parentheses: `CURRENT_TIMESTAMP`, `USER`.
    Niladic(Ident),
    /// `+x`, `-x`, `NOT x`.
    Unary {
        /// Which operator.
        op: UnaryOp,
        /// Its operand.
        operand: Box<Expr>,
    },
    /// `x op y`, for arithmetic, concatenation, comparison and `OVERLAPS`.
    Binary {
        /// Which operator.
        op: BinaryOp,
        /// The operator's own place.
        op_span: Span,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a AND b AND ...`: two operands or more, in order.
    And(Vec<Expr>),
    /// `a OR b OR ...`: two operands or more, in order.
    Or(Vec<Expr>),
    /// `x IS [NOT] NULL | TRUE | FALSE | UNKNOWN | JSON ...`.
    Is {
        /// What is tested.
        operand: Box<Expr>,
        /// For what.
        test: IsTest,
        /// With NOT?
        negated: bool,
    },
    /// `x IS [NOT] DISTINCT FROM y`.
    IsDistinctFrom {
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
        /// With NOT?
        negated: bool,
    },
    /// `x [NOT] BETWEEN [SYMMETRIC] low AND high`.
    Between {
        /// What is tested.
        operand: Box<Expr>,
        /// One bound.
        low: Box<Expr>,
        /// The other bound.
        high: Box<Expr>,
        /// May the bounds stand in either order?
        symmetric: bool,
        /// With NOT?
        negated: bool,
    },
    /// `x [NOT] IN (a, b, ...)`.
    InList {
        /// What is looked for.
        operand: Box<Expr>,
        /// At least one candidate.
        list: Vec<Expr>,
        /// With NOT?
        negated: bool,
    },
    /// `x [NOT] IN (SELECT ...)`; the operand of several columns is a [`ExprKind::Row`].
    InQuery {
        /// What is looked for.
        operand: Box<Expr>,
        /// Where.
        query: Box<Query>,
        /// With NOT?
        negated: bool,
    },
    /// `x [NOT] LIKE p [ESCAPE e]`, `x [NOT] SIMILAR TO p [ESCAPE e]`.
    Like {
        /// LIKE or SIMILAR TO.
        kind: LikeKind,
        /// The text.
        operand: Box<Expr>,
        /// The pattern.
        pattern: Box<Expr>,
        /// The escape character.
        escape: Option<Box<Expr>>,
        /// With NOT?
        negated: bool,
    },
    /// `x op ANY (...)`, `x op ALL (...)`; SOME is ANY.
    Quantified {
        /// Left operand.
        left: Box<Expr>,
        /// The comparison.
        op: BinaryOp,
        /// ANY or ALL.
        quantifier: Quantifier,
        /// What it ranges over.
        right: QuantifiedSet,
    },
    /// `EXISTS (query)`.
    Exists(Box<Query>),
    /// `(query)` used as a value.
    Subquery(Box<Query>),
    /// `CASE [operand] WHEN ... THEN ... [ELSE ...] END`.
    Case {
        /// The value compared with each WHEN; `None` for the searched form.
        operand: Option<Box<Expr>>,
        /// At least one branch, in order.
        branches: Vec<CaseBranch>,
        /// ELSE.
        otherwise: Option<Box<Expr>>,
    },
    /// `CAST(x AS type)`, `TRY_CAST(x AS type)`.
    Cast {
        /// What is cast.
        operand: Box<Expr>,
        /// To what.
        data_type: Box<DataType>,
        /// TRY_CAST: NULL instead of an error.
        safe: bool,
    },
    /// `EXTRACT(unit FROM x)`.
    Extract {
        /// Which part.
        unit: TimeUnit,
        /// Of what.
        operand: Box<Expr>,
    },
    /// `FLOOR(x TO unit)`, `CEIL(x TO unit)`; without `TO` they are plain calls.
    RoundTo {
        /// CEIL rather than FLOOR.
        up: bool,
        /// What is rounded.
        operand: Box<Expr>,
        /// To which unit.
        unit: TimeUnit,
    },
    /// `TRIM([BOTH | LEADING | TRAILING] [chars] FROM x)`, `TRIM(x)`.
    Trim {
        /// Which ends.
        side: TrimSide,
        /// What is cut off; `None` is a blank.
        characters: Option<Box<Expr>>,
        /// The text.
        operand: Box<Expr>,
    },
    /// `TIMESTAMPADD(unit, count, x)`.
    TimestampAdd {
        /// Which unit.
        unit: TimeUnit,
        /// How many.
        count: Box<Expr>,
        /// Added to what.
        operand: Box<Expr>,
    },
    /// `TIMESTAMPDIFF(unit, from, to)`.
    TimestampDiff {
        /// In which unit.
        unit: TimeUnit,
        /// The earlier end.
        from: Box<Expr>,
        /// The later end.
        to: Box<Expr>,
    },
    /// `INTERVAL x unit`, where x is not a string: so many units.
    IntervalOf {
        /// With a minus before the value?
        negative: bool,
        /// How many.
        value: Box<Expr>,
        /// Of which unit.
        qualifier: IntervalQualifier,
    },
    /// `(a - b) unit`: the time between two points as an interval.
    IntervalBetween {
        /// The later point.
        left: Box<Expr>,
        /// The earlier point.
        right: Box<Expr>,
        /// In which units.
        qualifier: IntervalQualifier,
    },
    /// `ROW(a, b)`, or `(a, b)` without the word.
    Row {
        /// Was ROW written?
        explicit: bool,
        /// The fields; one or none only if explicit.
        fields: Vec<Expr>,
    },
    /// `ARRAY[a, b, ...]`.
    Array(Vec<Expr>),
    /// `ARRAY(query)`.
    ArrayQuery(Box<Query>),
    /// `MAP[k, v, ...]`, as pairs.
    Map(Vec<(Expr, Expr)>),
    /// `MAP(query)`.
    MapQuery(Box<Query>),
    /// `MULTISET[a, b, ...]`.
    Multiset(Vec<Expr>),
    /// `MULTISET(query)`.
    MultisetQuery(Box<Query>),
    /// `JSON_EXISTS`, `JSON_VALUE`, `JSON_QUERY`, `JSON_OBJECT`, `JSON_ARRAY` and the JSON aggregates.
    Json(Box<JsonExpr>),
}

/// Constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `NULL`.
    Null,
    /// `TRUE`, `FALSE`.
    Boolean(bool),
    /// `UNKNOWN`: the boolean NULL.
    Unknown,
    /// An unsigned number as written: an exponent makes it approximate (`1E3`), a point a decimal (`1.5`).
    Number(String),
    /// A string, escapes resolved; adjacent parts joined.
    String(String),
    /// `X'0AFF'`.
    Binary(Vec<u8>),
    /// `DATE '...'`, text not yet checked.
    Date(String),
    /// `TIME '...'`, text not yet checked.
    Time(String),
    /// `TIMESTAMP '...'`, text not yet checked.
    Timestamp {
        /// What stands between the quotes.
        text: String,
        /// Local for `TIMESTAMP WITH LOCAL TIME ZONE '...'`.
        zone: super::TimeZoneKind,
    },
    /// `INTERVAL [-]'...' unit`, text not yet checked.
    Interval {
        /// With a minus before the quotes?
        negative: bool,
        /// What stands between the quotes.
        text: String,
        /// The units that give the text its meaning.
        qualifier: IntervalQualifier,
    },
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the operators themselves")]
pub enum UnaryOp {
    Plus,
    Minus,
    Not,
}

/// Infix operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `||`
    Concat,
    /// `=`
    Equal,
    /// `<>`, `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `OVERLAPS`, between two rows of (start, end) or (start, interval).
    Overlaps,
}

impl BinaryOp {
    /// The operator as SQL writes it.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::Modulo => "%",
            BinaryOp::Concat => "||",
            BinaryOp::Equal => "=",
            BinaryOp::NotEqual => "<>",
            BinaryOp::Less => "<",
            BinaryOp::LessOrEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterOrEqual => ">=",
            BinaryOp::Overlaps => "OVERLAPS",
        }
    }

    /// Is it one of `= <> < <= > >=`?
    pub fn is_comparison(self) -> bool {
        use BinaryOp::*;
        matches!(self, Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual)
    }
}

/// What `IS` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum IsTest {
    Null,
    True,
    False,
    Unknown,
    /// `JSON`, `JSON VALUE`.
    JsonValue,
    JsonObject,
    JsonArray,
    JsonScalar,
}

/// The two kinds of patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LikeKind {
    /// `LIKE`: `%` and `_`.
    Like,
    /// `SIMILAR TO`: SQL's regular expressions.
    SimilarTo,
}

/// How many members of a set must satisfy a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// `ANY`, `SOME`.
    Any,
    /// `ALL`.
    All,
}

/// What a quantified comparison ranges over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantifiedSet {
    /// `(a, b, ...)`.
    List(Vec<Expr>),
    /// `(SELECT ...)`.
    Query(Box<Query>),
}

/// `WHEN ... THEN ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseBranch {
    /// Conditions, or values of the simple form; more than one only in the simple form (`WHEN 1, 2 THEN`).
    pub when: Vec<Expr>,
    /// The result.
    pub then: Expr,
}

/// Which ends TRIM works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum TrimSide {
    Both,
    Leading,
    Trailing,
}

/// `name([DISTINCT] args) [RESPECT NULLS] [WITHIN GROUP (...)] [FILTER (...)] [OVER ...]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The function; its case does not matter.
    pub name: Name,
    /// `DISTINCT` or `ALL` before the arguments.
    pub quantifier: Option<SetQuantifier>,
    /// The arguments in order.
    pub args: Vec<Arg>,
    /// `ORDER BY` inside the argument list (`ARRAY_AGG(x ORDER BY y)`).
    pub order_by: Vec<OrderItem>,
    /// `RESPECT NULLS`, `IGNORE NULLS`.
    pub nulls: Option<NullTreatment>,
    /// `WITHIN GROUP (ORDER BY ...)`; empty if absent.
    pub within_group: Vec<OrderItem>,
    /// `FILTER (WHERE ...)`.
    pub filter: Option<Expr>,
    /// `OVER name`, `OVER (...)`.
    pub over: Option<Over>,
}

/// `DISTINCT` or `ALL`, where written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum SetQuantifier {
    Distinct,
    All,
}

/// What a window function does with NULLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum NullTreatment {
    Respect,
    Ignore,
}

/// One argument of a call, possibly `name => value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arg {
    /// The parameter's name, if written.
    pub name: Option<Ident>,
    /// What is passed.
    pub value: ArgValue,
    /// From the name, or the value, to its end.
    pub span: Span,
}

/// What can be passed to a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgValue {
    /// A value.
    Expr(Expr),
    /// `*`, of `COUNT(*)`.
    Star,
    /// `DEFAULT`: the parameter's default.
    Default,
    /// `TABLE t [PARTITION BY ...] [ORDER BY ...]`.
    Table(TableArg),
    /// `DESCRIPTOR(a, b)`: names of columns, or nothing.
    Descriptor(Vec<Name>),
}

/// A table passed to a table-valued function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableArg {
    /// The table.
    pub source: TableArgSource,
    /// `PARTITION BY`; empty if absent.
    pub partition_by: Vec<Expr>,
    /// `ORDER BY`; empty if absent.
    pub order_by: Vec<OrderItem>,
}

/// Where a table argument comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableArgSource {
    /// `TABLE name`.
    Name(Name),
    /// `TABLE (query)` or `(query)`.
    Query(Box<Query>),
}

/// What stands behind `OVER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// A window of the query's WINDOW clause.
    Name(Ident),
    /// A window in place.
    Spec(WindowSpec),
}

/// `([base] [PARTITION BY ...] [ORDER BY ...] [frame])`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowSpec {
    /// A named window this one refines.
    pub base: Option<Ident>,
    /// `PARTITION BY`; empty if absent.
    pub partition_by: Vec<Expr>,
    /// `ORDER BY`; empty if absent.
    pub order_by: Vec<OrderItem>,
    /// `ROWS ...`, `RANGE ...`.
    pub frame: Option<WindowFrame>,
    /// From parenthesis to parenthesis.
    pub span: Span,
}

/// `ROWS | RANGE start`, `ROWS | RANGE BETWEEN start AND end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowFrame {
    /// ROWS or RANGE.
    pub unit: FrameUnit,
    /// The bound that comes first.
    pub start: FrameBound,
    /// The other bound; `None` without BETWEEN.
    pub end: Option<FrameBound>,
    /// From the unit to the last bound.
    pub span: Span,
}

/// What a frame counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum FrameUnit {
    Rows,
    Range,
}

/// One end of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameBound {
    /// `UNBOUNDED PRECEDING`.
    UnboundedPreceding,
    /// `x PRECEDING`.
    Preceding(Box<Expr>),
    /// `CURRENT ROW`.
    CurrentRow,
    /// `x FOLLOWING`.
    Following(Box<Expr>),
    /// `UNBOUNDED FOLLOWING`.
    UnboundedFollowing,
}

/// The JSON functions with their clauses; a clause that was not written is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonExpr {
    /// `JSON_EXISTS(input, path [TRUE | FALSE | UNKNOWN | ERROR ON ERROR])`.
    Exists {
        /// The document.
        input: Expr,
        /// The path.
        path: Expr,
        /// What an error yields.
        on_error: Option<JsonExistsOnError>,
    },
    /// `JSON_VALUE(input, path [RETURNING type] [... ON EMPTY] [... ON ERROR])`.
    Value {
        /// The document.
        input: Expr,
        /// The path.
        path: Expr,
        /// The result's type.
        returning: Option<DataType>,
        /// What a missing value yields.
        on_empty: Option<JsonValueBehavior>,
        /// What an error yields.
        on_error: Option<JsonValueBehavior>,
    },
    /// `JSON_QUERY(input, path [RETURNING type] [wrapper] [... ON EMPTY] [... ON ERROR])`.
    Query {
        /// The document.
        input: Expr,
        /// The path.
        path: Expr,
        /// The result's type.
        returning: Option<DataType>,
        /// Whether results are wrapped in an array.
        wrapper: Option<JsonWrapper>,
        /// What a missing value yields.
        on_empty: Option<JsonQueryBehavior>,
        /// What an error yields.
        on_error: Option<JsonQueryBehavior>,
    },
    /// `JSON_OBJECT([KEY] k VALUE v, ... [NULL | ABSENT ON NULL])`.
    Object {
        /// Keys and values in order.
        entries: Vec<(Expr, Expr)>,
        /// What becomes of NULL values.
        on_null: Option<JsonOnNull>,
    },
    /// `JSON_ARRAY(a, b, ... [NULL | ABSENT ON NULL])`.
    Array {
        /// The elements in order.
        elements: Vec<Expr>,
        /// What becomes of NULL elements.
        on_null: Option<JsonOnNull>,
    },
    /// `JSON_OBJECTAGG([KEY] k VALUE v [NULL | ABSENT ON NULL])`.
    ObjectAgg {
        /// The key.
        key: Expr,
        /// The value.
        value: Expr,
        /// What becomes of NULL values.
        on_null: Option<JsonOnNull>,
    },
    /// `JSON_ARRAYAGG(x [ORDER BY ...] [NULL | ABSENT ON NULL])`.
    ArrayAgg {
        /// The element.
        element: Expr,
        /// `ORDER BY` or `WITHIN GROUP (ORDER BY ...)`; empty if absent.
        order_by: Vec<OrderItem>,
        /// What becomes of NULL elements.
        on_null: Option<JsonOnNull>,
    },
}

/// `JSON_EXISTS ... ON ERROR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum JsonExistsOnError {
    True,
    False,
    Unknown,
    Error,
}

/// `JSON_VALUE ... ON EMPTY`, `... ON ERROR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonValueBehavior {
    /// `NULL`.
    Null,
    /// `ERROR`.
    Error,
    /// `DEFAULT x`.
    Default(Expr),
}

/// `JSON_QUERY ... ON EMPTY`, `... ON ERROR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum JsonQueryBehavior {
    Null,
    Error,
    EmptyArray,
    EmptyObject,
}

/// `JSON_QUERY`'s wrapper clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonWrapper {
    /// `WITHOUT [ARRAY] WRAPPER`.
    Without,
    /// `WITH [UNCONDITIONAL] [ARRAY] WRAPPER`.
    Unconditional,
    /// `WITH CONDITIONAL [ARRAY] WRAPPER`.
    Conditional,
}

/// What becomes of NULLs in constructed JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonOnNull {
    /// `NULL ON NULL`: kept as JSON null.
    Null,
    /// `ABSENT ON NULL`: left out.
    Absent,
}
