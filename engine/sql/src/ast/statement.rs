//! Statements.

use super::{DataType, Expr, Ident, KeyValue, Name, Query, StringLiteral};
use crate::span::Span;

/// One statement of a script, without its semicolon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which statement.
    pub kind: StatementKind,
    /// From its first word to its last.
    pub span: Span,
}

/// The statements of Flink SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// A query on its own.
    Query(Query),
    /// `INSERT INTO`, `INSERT OVERWRITE`.
    Insert(Insert),
    /// `EXECUTE STATEMENT SET BEGIN ... END`, or the statements from `BEGIN STATEMENT SET;` to `END;`.
    StatementSet(Vec<Insert>),
    /// `CREATE TABLE`.
    CreateTable(Box<CreateTable>),
    /// `CREATE VIEW`.
    CreateView(CreateView),
    /// `CREATE DATABASE`.
    CreateDatabase(CreateDatabase),
    /// `CREATE CATALOG`.
    CreateCatalog(CreateCatalog),
    /// `CREATE FUNCTION`.
    CreateFunction(CreateFunction),
    /// `DROP ...`.
    Drop(DropObject),
    /// `ALTER TABLE`.
    AlterTable(AlterTable),
    /// `ALTER VIEW name RENAME TO name`.
    RenameView(Name, Name),
    /// `ALTER VIEW name AS query`.
    AlterView(Name, Query),
    /// `ALTER CATALOG`.
    AlterCatalog(AlterCatalog),
    /// `ALTER DATABASE name SET (...)`.
    AlterDatabase(Name),
    /// `USE CATALOG c`.
    UseCatalog(Ident),
    /// `USE [c.]d`.
    UseDatabase(Name),
    /// `USE MODULES m, ...`.
    UseModules(Vec<Ident>),
    /// `ANALYZE TABLE`.
    Analyze(Analyze),
    /// `EXPLAIN ...`.
    Explain(Explain),
    /// `DESCRIBE [EXTENDED] t`, `DESCRIBE DATABASE d`, `DESCRIBE CATALOG c`, `DESCRIBE FUNCTION f`.
    Describe {
        /// What is described; a view counts as a table.
        kind: ObjectKind,
        /// Its name.
        name: Name,
        /// With `EXTENDED`?
        extended: bool,
    },
    /// `SHOW ...`.
    Show(Show),
    /// `SET 'k' = 'v'`; `None` for a bare `SET`, which lists all.
    Set(Option<KeyValue>),
    /// `RESET 'k'`; `None` for a bare `RESET`, which resets all.
    Reset(Option<StringLiteral>),
}

/// `INSERT INTO | OVERWRITE table [PARTITION (...)] [(columns)] query`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insert {
    /// Replace what is there?
    pub overwrite: bool,
    /// The target.
    pub table: Name,
    /// `/*+ OPTIONS(...) */` behind the target.
    pub hints: Vec<super::Hint>,
    /// `PARTITION (k = v)`: constants for partition columns.
    pub partition: Vec<PartitionValue>,
    /// The columns written to, possibly paths into rows; empty if not written.
    pub columns: Vec<Name>,
    /// The rows.
    pub query: Query,
    /// `ON CONFLICT DO ...`.
    pub on_conflict: Option<ConflictAction>,
    /// From INSERT to the last word.
    pub span: Span,
}

/// What an INSERT does when two rows meet on the target's primary key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum ConflictAction {
    Error,
    Nothing,
    Deduplicate,
}

/// `column = literal` of a PARTITION clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionValue {
    /// The partition column.
    pub column: Ident,
    /// A literal.
    pub value: Expr,
}

/// `PARTITION (k = v, ...)` of statements other than INSERT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionSpec {
    /// At least one.
    pub values: Vec<PartitionValue>,
    /// From PARTITION to the closing parenthesis.
    pub span: Span,
}

/// `CREATE [OR REPLACE] [TEMPORARY] TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTable {
    /// `OR REPLACE`, or `REPLACE TABLE`?
    pub or_replace: bool,
    /// `REPLACE TABLE` without `CREATE`?
    pub must_exist: bool,
    /// `TEMPORARY`?
    pub temporary: bool,
    /// `IF NOT EXISTS`?
    pub if_not_exists: bool,
    /// Its name.
    pub name: Name,
    /// Columns in order; may be empty with LIKE or AS.
    pub columns: Vec<Column>,
    /// `WATERMARK FOR`: Flink allows one.
    pub watermark: Option<Watermark>,
    /// `PRIMARY KEY`, `UNIQUE`, of the table and of columns alike.
    pub constraints: Vec<KeyConstraint>,
    /// `COMMENT`.
    pub comment: Option<StringLiteral>,
    /// `DISTRIBUTED ...`.
    pub distribution: Option<Distribution>,
    /// `PARTITIONED BY`; empty if absent.
    pub partitioned_by: Vec<Ident>,
    /// `WITH (...)`; empty if absent.
    pub options: Vec<KeyValue>,
    /// `LIKE ...`.
    pub like: Option<LikeTable>,
    /// `AS query`.
    pub query: Option<Query>,
    /// The names between parentheses of `CREATE TABLE t (a, b) AS ...`: an order and choice of the query's columns.
    pub column_order: Vec<Ident>,
}

/// One column of CREATE TABLE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Ident,
    /// What it holds.
    pub kind: ColumnKind,
    /// `COMMENT`.
    pub comment: Option<StringLiteral>,
    /// From the name to the last word.
    pub span: Span,
}

/// The kinds of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// `name type`: part of the row itself.
    Physical(DataType),
    /// `name AS expr`: computed from others.
    Computed(Expr),
    /// `name type METADATA [FROM 'key'] [VIRTUAL]`.
    Metadata {
        /// Its type.
        data_type: DataType,
        /// The connector's name for it; `None` means the column's own.
        key: Option<StringLiteral>,
        /// Read only?
        is_virtual: bool,
    },
}

/// `WATERMARK FOR column AS expr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watermark {
    /// The time attribute, possibly inside a row.
    pub column: Name,
    /// The watermark a row stands for.
    pub expr: Expr,
    /// From WATERMARK to the last word.
    pub span: Span,
}

/// `[CONSTRAINT name] PRIMARY KEY (a, b) [NOT ENFORCED]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyConstraint {
    /// The constraint's name.
    pub name: Option<Ident>,
    /// PRIMARY KEY rather than UNIQUE.
    pub primary: bool,
    /// At least one column.
    pub columns: Vec<Ident>,
    /// `Some(false)` after NOT ENFORCED, `Some(true)` after ENFORCED, `None` when neither was written.
    pub enforced: Option<bool>,
    /// From CONSTRAINT or PRIMARY to the last word.
    pub span: Span,
}

/// `DISTRIBUTED BY [HASH | RANGE] (columns) [INTO n BUCKETS]`, `DISTRIBUTED INTO n BUCKETS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// `HASH`, `RANGE`, where written.
    pub kind: Option<Ident>,
    /// The bucket key; empty if not written.
    pub columns: Vec<Ident>,
    /// The number of buckets.
    pub buckets: Option<u32>,
    /// From DISTRIBUTED to the last word.
    pub span: Span,
}

/// `LIKE source (...)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LikeTable {
    /// The table copied from.
    pub source: Name,
    /// What is taken over and how, in order.
    pub options: Vec<LikeOption>,
    /// From LIKE to the closing parenthesis.
    pub span: Span,
}

/// `INCLUDING OPTIONS`, `EXCLUDING ALL`, ...
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LikeOption {
    /// How.
    pub strategy: MergeStrategy,
    /// What.
    pub feature: TableFeature,
    /// Both words.
    pub span: Span,
}

/// How LIKE merges a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum MergeStrategy {
    Including,
    Excluding,
    Overwriting,
}

/// What LIKE can take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum TableFeature {
    All,
    Constraints,
    Distribution,
    Generated,
    Metadata,
    Options,
    Partitions,
    Watermarks,
}

/// `CREATE [OR REPLACE] [TEMPORARY] VIEW`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateView {
    /// `TEMPORARY`?
    pub temporary: bool,
    /// `OR REPLACE`?
    pub or_replace: bool,
    /// `IF NOT EXISTS`?
    pub if_not_exists: bool,
    /// Its name.
    pub name: Name,
    /// Names of its columns; empty if not written.
    pub columns: Vec<Ident>,
    /// `COMMENT`.
    pub comment: Option<StringLiteral>,
    /// Its rows.
    pub query: Query,
}

/// `CREATE DATABASE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateDatabase {
    /// `IF NOT EXISTS`?
    pub if_not_exists: bool,
    /// Its name.
    pub name: Name,
    /// `COMMENT`.
    pub comment: Option<StringLiteral>,
    /// `WITH (...)`; empty if absent.
    pub options: Vec<KeyValue>,
}

/// `CREATE CATALOG`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateCatalog {
    /// `IF NOT EXISTS`?
    pub if_not_exists: bool,
    /// Its name.
    pub name: Ident,
    /// `COMMENT`.
    pub comment: Option<StringLiteral>,
    /// `WITH (...)`; empty if absent.
    pub options: Vec<KeyValue>,
}

/// `ALTER CATALOG name ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterCatalog {
    /// Its name.
    pub name: Ident,
    /// What changes.
    pub action: AlterCatalogAction,
}

/// What ALTER CATALOG can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlterCatalogAction {
    /// `SET ('k' = 'v', ...)`.
    Set(Vec<KeyValue>),
    /// `RESET ('k', ...)`.
    Reset(Vec<StringLiteral>),
    /// `COMMENT 'text'`.
    Comment(StringLiteral),
}

/// `CREATE [OR REPLACE] [TEMPORARY] [SYSTEM] FUNCTION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateFunction {
    /// `OR REPLACE`?
    pub or_replace: bool,
    /// `TEMPORARY`?
    pub temporary: bool,
    /// `SYSTEM`?
    pub system: bool,
    /// `IF NOT EXISTS`?
    pub if_not_exists: bool,
    /// Its name.
    pub name: Name,
    /// The class or symbol that implements it.
    pub implementation: StringLiteral,
    /// `LANGUAGE`.
    pub language: Option<Ident>,
    /// `USING JAR 'path', ...`.
    pub resources: Vec<StringLiteral>,
    /// `WITH (...)`; empty if absent.
    pub options: Vec<KeyValue>,
}

/// `DROP [TEMPORARY] kind [IF EXISTS] name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropObject {
    /// What is dropped.
    pub kind: ObjectKind,
    /// `TEMPORARY`?
    pub temporary: bool,
    /// `SYSTEM`, of a function?
    pub system: bool,
    /// `IF EXISTS`?
    pub if_exists: bool,
    /// Its name.
    pub name: Name,
    /// `CASCADE`, of a database, rather than RESTRICT?
    pub cascade: bool,
}

/// Things with a name in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum ObjectKind {
    Table,
    View,
    Database,
    Catalog,
    Function,
}

/// `ALTER TABLE [IF EXISTS] name ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterTable {
    /// `IF EXISTS`?
    pub if_exists: bool,
    /// The table.
    pub name: Name,
    /// What changes.
    pub action: AlterTableAction,
}

/// What ALTER TABLE can change here; its other forms are refused by the parser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlterTableAction {
    /// `RENAME TO name`.
    Rename(Name),
    /// `SET ('k' = 'v', ...)`.
    SetOptions(Vec<KeyValue>),
    /// `RESET ('k', ...)`.
    ResetOptions(Vec<StringLiteral>),
    /// `ADD element`, `ADD (element, ...)`.
    Add(Box<AlterElements>),
    /// `MODIFY element`, `MODIFY (element, ...)`.
    Modify(Box<AlterElements>),
    /// `DROP column`, `DROP (column, ...)`.
    DropColumns(Vec<Ident>),
    /// `DROP PRIMARY KEY`, `DROP CONSTRAINT name`.
    DropKey(Option<Ident>, Span),
    /// `DROP WATERMARK`.
    DropWatermark(Span),
    /// `ADD DISTRIBUTION ...`.
    AddDistribution(Distribution),
    /// `MODIFY DISTRIBUTION ...`.
    ModifyDistribution(Distribution),
    /// `DROP DISTRIBUTION`.
    DropDistribution(Span),
    /// `ADD [IF NOT EXISTS] PARTITION (k = v, ...) ...`; options of a partition are read and mean nothing.
    AddPartitions {
        /// `IF NOT EXISTS`?
        if_not_exists: bool,
        /// At least one.
        partitions: Vec<PartitionSpec>,
    },
    /// `DROP [IF EXISTS] PARTITION (k = v, ...), ...`.
    DropPartitions {
        /// `IF EXISTS`?
        if_exists: bool,
        /// At least one.
        partitions: Vec<PartitionSpec>,
    },
    /// `RENAME column TO column`.
    RenameColumn {
        /// Its name so far.
        from: Ident,
        /// Its new name.
        to: Ident,
    },
}

/// Columns, watermark and key that ALTER TABLE adds or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterElements {
    /// The elements as a declaration of the table that has nothing else.
    pub declared: CreateTable,
    /// Where columns are to stand: the column, and `FIRST` (`None`) or the column that it stands `AFTER`.
    pub places: Vec<(Ident, Option<Ident>)>,
}

/// `ANALYZE TABLE name [PARTITION (k [= v], ...)] COMPUTE STATISTICS [FOR COLUMNS c, ... | FOR ALL COLUMNS]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analyze {
    /// The table.
    pub table: Name,
    /// The columns of PARTITION, their values left out.
    pub partition: Vec<Ident>,
    /// The columns that are named; empty for none and for all.
    pub columns: Vec<Ident>,
}

/// `EXPLAIN [details | PLAN FOR] statement`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explain {
    /// Which details are asked for; empty if none.
    pub details: Vec<ExplainDetail>,
    /// A query, an INSERT or a statement set.
    pub statement: Box<Statement>,
}

/// Extra columns of an explained plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum ExplainDetail {
    EstimatedCost,
    ChangelogMode,
    JsonExecutionPlan,
    PlanAdvice,
}

/// `SHOW what [FROM | IN name] [[NOT] LIKE | ILIKE 'pattern']`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Show {
    /// What is listed.
    pub what: ShowKind,
    /// `FROM name`, `IN name`.
    pub scope: Option<Name>,
    /// `LIKE 'pattern'`.
    pub like: Option<ShowLike>,
}

/// What SHOW can list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShowKind {
    /// `CATALOGS`.
    Catalogs,
    /// `DATABASES`.
    Databases,
    /// `TABLES`.
    Tables,
    /// `VIEWS`.
    Views,
    /// `[USER] FUNCTIONS`.
    Functions {
        /// Only the user's own?
        user: bool,
    },
    /// `COLUMNS`; the scope names the table.
    Columns,
    /// `CREATE TABLE name`.
    CreateTable(Name),
    /// `CREATE VIEW name`.
    CreateView(Name),
    /// `CREATE CATALOG name`.
    CreateCatalog(Ident),
    /// `CURRENT CATALOG`.
    CurrentCatalog,
    /// `CURRENT DATABASE`.
    CurrentDatabase,
    /// `JARS`, which there are none of.
    Jars,
    /// `JOBS`.
    Jobs,
    /// `MATERIALIZED TABLES`, which there are none of.
    MaterializedTables,
    /// `MODELS`, which there are none of.
    Models,
    /// `PARTITIONS table [PARTITION (k = v, ...)]`: those that ALTER TABLE told the catalog of, with these values.
    Partitions(Name, Option<PartitionSpec>),
    /// `[FULL] MODULES`.
    Modules {
        /// With those not in use?
        full: bool,
    },
}

/// `[NOT] LIKE | ILIKE 'pattern'` of SHOW.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowLike {
    /// With NOT?
    pub negated: bool,
    /// ILIKE: upper and lower case are the same?
    pub ignores_case: bool,
    /// The pattern.
    pub pattern: StringLiteral,
}
