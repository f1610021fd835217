"""What a random script is made of: expressions, queries, tables. Everything is immutable and renders itself as SQL.

A kind is a coarse type: it says where an expression may stand, not how wide it is. Kinds: BOOL, INT, REAL, DEC, TEXT,
BYTES, DATE, TIME, TS, LTZ, IDAY, IMONTH, ROW (of x and y), OUTER (of r, a ROW, and xs, an array), ARRAY:<kind>, MAP:<kind> (keys are texts), and ANY for a result of which
nothing is known. The reducer (reduce.py) walks these classes by their fields and needs to know nothing else of them.
"""
import json
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Expr:
    """Texts and expressions in turn. `fixed` ones (literals that a function insists on, columns) are not made smaller."""

    kind: str
    parts: tuple
    fixed: bool = False

    def sql(self) -> str:
        return "".join(part if isinstance(part, str) else part.sql() for part in self.parts)

    def nodes(self):
        yield self
        for part in self.parts:
            if isinstance(part, Expr):
                yield from part.nodes()


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    kind: str

    def expr(self) -> Expr:
        return Expr(self.kind, (self.name,), fixed=True)


@dataclass(frozen=True)
class Item:
    """One expression of a select list; with `sink`, the type of the print sink's column that it goes to."""

    expr: Expr
    name: str
    sink: str = ""

    def sql(self) -> str:
        return f"{self.expr.sql()} AS {self.name}"


@dataclass(frozen=True)
class Ref:
    """A table, view or common table expression by its name."""

    name: str

    def sql(self) -> str:
        return self.name


@dataclass(frozen=True)
class Nested:
    """A query in FROM."""

    query: object
    name: str

    def sql(self) -> str:
        return f"({self.query.sql()}) AS {self.name}"


@dataclass(frozen=True)
class Windowed:
    """A window table function over a table or view; `tail` is all that follows the descriptor."""

    source: Ref
    function: str
    time: str
    tail: str
    partition: str = ""

    def sql(self) -> str:
        partition = f" PARTITION BY {self.partition}" if self.partition else ""
        return f"TABLE({self.function}(TABLE {self.source.sql()}{partition}, DESCRIPTOR({self.time}), {self.tail}))"


@dataclass(frozen=True)
class Unnested:
    """A source with the elements of one of its arrays or maps beside each row; `ordinality`: their numbers as well, named last."""

    source: Ref
    collection: str
    names: tuple[str, ...]
    ordinality: bool = False

    def sql(self) -> str:
        numbered = " WITH ORDINALITY" if self.ordinality else ""
        return f"{self.source.sql()} CROSS JOIN UNNEST({self.collection}){numbered} AS u ({', '.join(self.names)})"


@dataclass(frozen=True)
class Joined:
    """Two sides whose columns have different names, and what joins them: by ON, or by a comma and a condition above."""

    left: object
    right: object
    on: Expr
    by_comma: bool = False

    def sql(self) -> str:
        if self.by_comma:
            return f"(SELECT * FROM {self.left.sql()}, {self.right.sql()} WHERE {self.on.sql()}) AS {self.right.name}j"
        return f"{self.left.sql()} JOIN {self.right.sql()} ON {self.on.sql()}"


@dataclass(frozen=True)
class Grouping:
    """GROUP BY: `fixed` keys first (a window's bounds), then `keys`, plain or under ROLLUP, CUBE or GROUPING SETS."""

    fixed: tuple[str, ...]
    keys: tuple[Expr, ...]
    form: str = ""
    sets: tuple[tuple[str, ...], ...] = ()

    def sql(self) -> str:
        keys = ", ".join(key.sql() for key in self.keys)
        if self.form == "GROUPING SETS":
            keys = ", ".join("(" + ", ".join(names) + ")" for names in self.sets)
        rest = [f"{self.form} ({keys})" if self.form else keys] if self.keys else []
        return ", ".join([*self.fixed, *rest])


@dataclass(frozen=True)
class Select:
    items: tuple[Item, ...]
    source: object
    where: Expr | None = None
    group: Grouping | None = None
    having: Expr | None = None
    distinct: bool = False
    order: tuple[str, ...] = ()
    limit: str = ""

    def sql(self) -> str:
        clauses = ["SELECT " + ("DISTINCT " if self.distinct else "") + ", ".join(item.sql() for item in self.items), "FROM " + self.source.sql()]
        clauses += [f"WHERE {self.where.sql()}"] if self.where else []
        clauses += [f"GROUP BY {self.group.sql()}"] if self.group and self.group.sql() else []
        clauses += [f"HAVING {self.having.sql()}"] if self.having else []
        clauses += ["ORDER BY " + ", ".join(self.order)] if self.order else []
        clauses += [self.limit] if self.limit else []
        return "\n".join(clauses)


@dataclass(frozen=True)
class Union:
    """UNION ALL; every branch has the same names and kinds."""

    branches: tuple[Select, ...]

    def sql(self) -> str:
        return "\nUNION ALL\n".join(branch.sql() for branch in self.branches)


@dataclass(frozen=True)
class Named:
    """A view, or a common table expression of the query."""

    name: str
    query: object
    is_view: bool


@dataclass(frozen=True)
class Table:
    """A source table and its file. Rows are JSON values in the order of `columns`; `computed` columns are none of the file's.
    `broken` holds lines that are no rows, each before the row of its number."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    watermark: str = ""     # what follows `WATERMARK FOR`
    format: str = "json"
    options: tuple[tuple[str, str], ...] = ()
    computed: tuple[Item, ...] = ()
    broken: tuple[tuple[int, str], ...] = ()

    def file(self) -> str:
        return f"{self.name}.{self.format}"

    def sql(self) -> str:
        lines = [f"  {column.name} {column.type}" for column in self.columns]
        lines += [f"  {item.name} AS {item.expr.sql()}" for item in self.computed]
        lines += [f"  WATERMARK FOR {self.watermark}"] if self.watermark else []
        options = [("connector", "filesystem"), ("path", "${IN}/" + self.file()), ("format", self.format), *self.options]
        settings = ", ".join(f"'{key}' = '{value}'" for key, value in options)
        return f"CREATE TABLE {self.name} (\n" + ",\n".join(lines) + f"\n) WITH ({settings})"

    def data(self) -> str:
        lines = [json_line(self.columns, row) if self.format == "json" else csv_line(row) for row in self.rows]
        for before, line in reversed(self.broken):
            lines.insert(min(before, len(lines)), line)
        return "".join(line + "\n" for line in lines)


def json_line(columns, row) -> str:
    return json.dumps({column.name: value for column, value in zip(columns, row)}, ensure_ascii=False)


def csv_line(row) -> str:
    return ",".join(csv_field(value) for value in row)


def csv_field(value) -> str:
    """NULL is the null literal of the generated tables; a text stands in quotes."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return json.dumps(value)


@dataclass(frozen=True)
class Script:
    """A whole job. `form` says how the query gets into its sink: "" (all columns in order), "columns" (listed, in another order),
    "created" (CREATE TABLE … AS, whose columns have the query's types) or "twice" (a statement set of two INSERTs)."""

    settings: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    named: tuple[Named, ...]
    query: object
    into_sink: bool
    form: str = ""

    def is_ordered(self) -> bool:
        """Whether the rows must come in the order that Flink prints: ORDER BY always names every column."""
        return isinstance(self.query, Select) and bool(self.query.order)

    def with_files(self) -> str:
        """The script's text, and that of its files."""
        return self.sql() + "".join(f"-- {table.file()}\n{table.data()}" for table in self.tables)

    def sql(self) -> str:
        parts = [f"SET '{key}' = '{value}'" for key, value in self.settings]
        parts += [table.sql() for table in self.tables]
        parts += [f"CREATE VIEW {n.name} AS {n.query.sql()}" for n in self.named if n.is_view]
        if self.into_sink and self.form != "created":
            columns = ", ".join(f"{item.name} {item.sink}" for item in head(self.query).items)
            parts.append(f"CREATE TABLE o ({columns}) WITH ('connector' = 'print')")
        parts.append(self.statement())
        return ";\n".join(parts) + ";\n"

    def statement(self) -> str:
        query = self.expressions_before() + self.query.sql()
        if not self.into_sink:
            return query
        if self.form == "created":
            return f"CREATE TABLE o WITH ('connector' = 'print') AS\n{query}"
        if self.form == "twice":
            return f"EXECUTE STATEMENT SET BEGIN\nINSERT INTO o\n{query};\nINSERT INTO o\n{query};\nEND"
        if self.form == "columns":
            items = head(self.query).items[::-1]
            query = self.expressions_before() + replace(self.query, items=items).sql()
            return f"INSERT INTO o ({', '.join(item.name for item in items)})\n{query}"
        return f"INSERT INTO o\n{query}"

    def expressions_before(self) -> str:
        common = [f"{n.name} AS ({n.query.sql()})" for n in self.named if not n.is_view]
        return f"WITH {', '.join(common)}\n" if common else ""


def head(query) -> Select:
    """The select whose names are the query's."""
    return query.branches[0] if isinstance(query, Union) else query
