"""Random scripts: settings, one or two tables, views and common table expressions, and one query of a random shape.

A *scope* is what a shape may select from: a FROM clause and the columns it gives. Whatever depends on the order in which
rows arrive (LISTAGG, FIRST_VALUE …) is used only where that order is the file's: over one table, in a stream.
"""
import random
from dataclasses import dataclass, replace

from . import data
from .expressions import Expressions
from .joins import Joins
from .signatures import Register
from .tree import Column, Expr, Grouping, Item, Named, Nested, Ref, Script, Select, Table, Union, Unnested, Windowed, head

# Aggregates by the kind of their result: `{}` stands for an argument of the kind that follows.
AGGREGATES = [("INT", "COUNT(*)", ""), ("INT", "COUNT({})", "*"), ("N", "SUM({})", "N"), ("N", "AVG({})", "N"), ("C", "MIN({})", "C"), ("C", "MAX({})", "C"),
              ("INT", "COUNT(DISTINCT {})", "*"), ("N", "SUM(DISTINCT {})", "N"), ("BOOL", "MIN({})", "BOOL")]
PERCENTILES = [("REAL", f"PERCENTILE({{}}, {share})", "N") for share in ("0.5", "0.9", "0")]
SPREADS = PERCENTILES + [("N", f"{name}({{}})", "N") for name in ("STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP")]
# Of these the order of rows decides; the last element of a group leaves no trace of updates before it.
ORDERED = [("TEXT", "LISTAGG({})", "TEXT"), ("TEXT", "LISTAGG({}, '|')", "TEXT"), ("T", "FIRST_VALUE({})", "T"), ("T", "LAST_VALUE({})", "T"),
           ("ARRAY:T", "ARRAY_AGG({})", "T"), ("ANY", "COLLECT({})", "INT"), ("TEXT", "LISTAGG(DISTINCT {})", "TEXT"), ("TEXT", "JSON_ARRAYAGG({})", "TEXT")]
KINDS = {"N": ["INT", "REAL", "DEC", "INT"], "C": ["INT", "REAL", "DEC", "TEXT", "DATE", "TS", "LTZ", "TIME"], "T": ["INT", "TEXT", "REAL", "DEC", "BOOL", "DATE", "TS"],
         "*": ["INT", "TEXT", "REAL", "DEC", "BOOL", "DATE", "TS", "LTZ"]}

SINK_TYPES = {"BOOL": ["BOOLEAN"], "INT": ["BIGINT", "BIGINT", "DECIMAL(38, 0)", "DOUBLE"], "REAL": ["DOUBLE"], "DEC": ["DECIMAL(38, 18)", "DECIMAL(38, 10)", "DOUBLE"],
              "TEXT": ["STRING", "STRING", "VARCHAR(1000)"], "BYTES": ["BYTES"], "DATE": ["DATE"], "TIME": ["TIME(0)"], "TS": ["TIMESTAMP(9)", "TIMESTAMP(3)"],
              "LTZ": ["TIMESTAMP_LTZ(9)", "TIMESTAMP_LTZ(3)"], "ARRAY:INT": ["ARRAY<INT>"], "ARRAY:TEXT": ["ARRAY<STRING>"], "ARRAY:REAL": ["ARRAY<DOUBLE>"],
              "MAP:INT": ["MAP<STRING, INT>"], "MAP:TEXT": ["MAP<STRING, STRING>"], "ROW": ["ROW<x INT, y STRING>"],
              "OUTER": ["ROW<r ROW<x INT, y STRING>, xs ARRAY<INT>>"], "ARRAY:ROW": ["ARRAY<ROW<x INT, y STRING>>"]}
# Types under which a sink's enforcers have something to do, with their settings.
ENFORCED = {"TEXT": ["CHAR(2)", "CHAR(12)", "VARCHAR(3)", "STRING NOT NULL"], "INT": ["BIGINT NOT NULL"], "BYTES": ["BINARY(2)", "VARBINARY(1)"],
            "TS": ["TIMESTAMP(9) NOT NULL"], "DEC": ["DECIMAL(38, 18) NOT NULL"]}
ENFORCERS = [("table.exec.sink.not-null-enforcer", "DROP"), ("table.exec.sink.type-length-enforcer", "TRIM_PAD"), ("table.exec.sink.type-length-enforcer", "IGNORE"),
             ("table.exec.sink.not-null-enforcer", "ERROR"), ("table.exec.sink.type-length-enforcer", "ERROR")]
SIZES = ["'0.5' SECOND", "'1' SECOND", "'2' SECOND", "'3' SECOND", "'10' SECOND", "'1' MINUTE"]
HOPS = [("'1' SECOND", "'2' SECOND"), ("'0.5' SECOND", "'2' SECOND"), ("'2' SECOND", "'6' SECOND"), ("'5' SECOND", "'5' SECOND")]
STEPS = [("'1' SECOND", "'4' SECOND"), ("'0.5' SECOND", "'2' SECOND"), ("'2' SECOND", "'10' SECOND")]
GAPS = ["'0.2' SECOND", "'0.5' SECOND", "'1' SECOND", "'3' SECOND"]
OFFSETS = ["INTERVAL '0.3' SECOND", "INTERVAL '1' SECOND", "INTERVAL '-1' SECOND"]
ZONES = ["UTC", "UTC", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]


@dataclass
class Scope:
    source: object
    columns: list[Column]
    in_order: bool


class Scripts(Joins):
    """Makes one script; a `Random` of its own makes it the same again."""

    def __init__(self, rng: random.Random, register: Register) -> None:
        self.rng, self.register = rng, register
        self.batch = rng.random() < 0.15
        self.tables: list[Table] = [self.with_computed(data.table(rng, "t"))]
        self.named: list[Named] = []
        self.fresh = 0

    def script(self) -> Script:
        shapes = [(30, self.projection), (24, self.aggregation), (5, self.distinct), (8, self.aggregate_of_aggregate)]
        if not self.batch:
            shapes += [(22, self.window_aggregation), (5, self.window_rows), (7, self.legacy_window), (6, self.window_of_windows)]
        shape = self.rng.choices([s for _, s in shapes], [w for w, _ in shapes])[0]
        query = shape()
        if self.batch and self.rng.random() < 0.6:
            query = self.in_order(query)
        into_sink = not query.order and self.rng.random() < 0.6 and all(item.expr.kind in SINK_TYPES for item in query.items)
        enforced = into_sink and self.rng.random() < 0.15
        query = self.with_sink_types(query, enforced) if into_sink else query
        form = self.rng.choice(["", "", "", "columns", "created", "twice"]) if into_sink and not enforced else ""
        return Script(self.settings(shape, enforced), tuple(self.tables), tuple(self.named), query, into_sink, form)

    def settings(self, shape, enforced: bool) -> tuple:
        zone = self.rng.choice(ZONES)
        settings = [("execution.runtime-mode", "batch")] if self.batch else []
        settings += [("table.local-time-zone", zone)] if zone != "UTC" else []
        settings += [self.rng.choice(ENFORCERS)] if enforced else []
        if shape == self.legacy_window and self.rng.random() < 0.2:
            settings += [("table.exec.emit.early-fire.enabled", "true"), ("table.exec.emit.early-fire.delay", "0 ms")]
        if shape in (self.aggregation, self.aggregate_of_aggregate) and not self.batch and self.rng.random() < 0.1:
            settings += [("table.exec.mini-batch.enabled", "true"), ("table.exec.mini-batch.allow-latency", "1 s"), ("table.exec.mini-batch.size", "5")]
        return tuple(settings)

    def with_sink_types(self, query: Select, enforced: bool) -> Select:
        types = SINK_TYPES | ENFORCED if enforced else SINK_TYPES
        items = tuple(replace(item, sink=self.rng.choice(types[item.expr.kind])) for item in query.items)
        return replace(query, items=items)

    def in_order(self, query: Select) -> Select:
        """ORDER BY over every column, so that no two orders are right; LIMIT now and then."""
        kinds = {item.expr.kind.split(":")[0] for item in query.items}
        if kinds & {"ARRAY", "MAP", "ROW", "OUTER", "IDAY", "IMONTH", "ANY"}:
            return query
        names = [item.name + self.rng.choice(["", "", " DESC", " DESC NULLS FIRST", " ASC NULLS LAST"]) for item in self.rng.sample(query.items, len(query.items))]
        limit = self.rng.choice(["", "", "LIMIT 5", "LIMIT 3 OFFSET 2", "LIMIT 0"])
        return replace(query, order=tuple(names), limit=limit)

    def with_computed(self, table: Table) -> Table:
        """A column or two computed of the others, now and then."""
        count = self.rng.choice([0, 0, 0, 1, 2])
        exprs = [Expressions(self.rng, self.register, list(table.columns)).any(2) for _ in range(count)]
        return replace(table, computed=tuple(Item(expr, f"p{i}") for i, expr in enumerate(exprs) if expr.kind != "ANY"))

    # Scopes.

    def columns(self, table: Table) -> list[Column]:
        """A table's columns, the time attribute last."""
        return [*table.columns[:-1], *(Column(item.name, "", item.expr.kind) for item in table.computed), table.columns[-1]]

    def scope(self) -> Scope:
        """A table, or something that stands for one: a nested query, a view, a common table expression, a union, its elements."""
        table = self.tables[0]
        plain = Scope(Ref(table.name), self.columns(table), True)
        roll = self.rng.random()
        if roll < 0.38:
            return plain
        if roll < 0.5:
            source, columns = self.joined((plain.source, plain.columns))
            return Scope(source, columns, False)
        if roll < 0.6:
            return self.unnested(plain)
        query = self.union() if roll > 0.85 else self.inner_projection(plain)
        columns = [Column(item.name, "", item.expr.kind) for item in head(query).items if item.expr.kind != "ANY"]
        in_order = not isinstance(query, Union)
        if roll < 0.72 or roll > 0.95:
            return Scope(Nested(query, "s"), columns, in_order)
        self.named.append(Named("v", query, self.rng.random() < 0.5))
        return Scope(Ref("v"), columns, in_order)

    def inner_projection(self, scope: Scope) -> Select:
        """Some columns as they are (the time attribute among them), one or two expressions."""
        kept = [column for column in scope.columns if column.name in ("id", "k", "g", "ts") or self.rng.random() < 0.5]
        items = [Item(column.expr(), column.name) for column in kept]
        items += [Item(self.expressions(scope).any(2), f"e{i}") for i in range(self.rng.randrange(3))]
        return Select(tuple(items), scope.source, self.condition(scope, 0.4))

    def union(self) -> Union:
        """All of one table, twice, filtered; or two tables with the same columns."""
        first = self.tables[0]
        names = [Item(column.expr(), column.name) for column in first.columns]
        if self.rng.random() < 0.5:
            second = data.random_rows(self.rng, list(first.columns), self.rng.randrange(12))
            self.tables.append(replace(first, name="t2", rows=tuple(second)))
        scope = Scope(Ref(first.name), list(first.columns), True)
        sources = [Ref(first.name), Ref(self.tables[-1].name)]
        return Union(tuple(Select(tuple(names), source, self.condition(scope, 0.5)) for source in sources))

    def unnested(self, scope: Scope) -> Scope:
        collections = [column for column in scope.columns if column.kind.startswith(("ARRAY:", "MAP:")) and column.kind != "MAP:ROW"]
        if not collections:
            return scope
        chosen = self.rng.choice(collections)
        element = chosen.kind.split(":")[1]
        columns = [Column("el", "", element)] if chosen.kind.startswith("ARRAY") else [Column("ek", "", "TEXT"), Column("el", "", element)]
        if element == "ROW":
            columns = [Column("ex", "", "INT"), Column("ey", "", "TEXT")]
        is_array = chosen.kind.startswith("ARRAY")
        numbered = is_array and self.rng.random() < 0.4
        columns += [Column("en", "", "INT")] if numbered else []
        return Scope(Unnested(scope.source, chosen.name, tuple(column.name for column in columns), numbered), scope.columns + columns, is_array)

    def expressions(self, scope: Scope) -> Expressions:
        return Expressions(self.rng, self.register, scope.columns)

    def condition(self, scope: Scope, share: float) -> Expr | None:
        return self.expressions(scope).of("BOOL", 2) if self.rng.random() < share else None

    def item(self, expr: Expr) -> Item:
        self.fresh += 1
        return Item(expr, f"o{self.fresh}")

    # Shapes.

    def projection(self) -> Select:
        scope = self.scope()
        depths = [1, 2, 2, 3, 4]
        exprs = [self.expressions(scope).any(self.rng.choice(depths)) for _ in range(self.rng.choice([1, 2, 2, 3, 4]))]
        return Select(tuple(self.item(expr) for expr in exprs), scope.source, self.condition(scope, 0.3))

    def distinct(self) -> Select:
        scope = self.scope()
        items = tuple(self.item(self.key(scope)) for _ in range(self.rng.choice([1, 2])))
        return Select(items, scope.source, self.condition(scope, 0.3), distinct=True)

    def key(self, scope: Scope) -> Expr:
        if self.rng.random() < 0.3:
            return self.expressions(scope).any(1)
        low = [column for column in scope.columns if column.name in ("k", "g")]
        return self.rng.choice(low if low and self.rng.random() < 0.6 else scope.columns).expr()

    def aggregate(self, scope: Scope, in_order: bool) -> Expr:
        """One aggregate call, with FILTER now and then."""
        known = AGGREGATES * 2 + SPREADS + (ORDERED if in_order and not self.batch else [])
        kind, template, wanted = self.rng.choice(known)
        argument_kind = self.rng.choice(KINDS.get(wanted, [wanted]))
        parts: list = [template]
        if wanted:
            before, after = template.split("{}")
            parts = [before, self.expressions(scope).of(argument_kind, self.rng.choice([0, 0, 1, 2])), after]
            kind = ":".join(argument_kind if part == wanted and wanted in KINDS else part for part in kind.split(":"))
        if self.rng.random() < 0.2:
            parts += [" FILTER (WHERE ", self.expressions(scope).of("BOOL", 1), ")"]
        return Expr(kind, tuple(parts))

    def aggregates(self, scope: Scope, in_order: bool) -> list[Expr]:
        return [self.aggregate(scope, in_order) for _ in range(self.rng.choice([1, 2, 2, 3]))]

    def having(self, scope: Scope) -> Expr | None:
        if self.rng.random() > 0.2:
            return None
        return Expr("BOOL", (self.aggregate(scope, False), self.rng.choice([" IS NOT NULL", " IS NULL"]))) if self.rng.random() < 0.3 else \
            Expr("BOOL", ("COUNT(*)" + self.rng.choice([" > 1", " < 3", " <> 2", " > 0"]),))

    def grouping(self, scope: Scope, fixed: tuple[str, ...] = ()) -> tuple[Grouping, list[Expr]]:
        """Keys, plain or in sets (then plain columns), and what can be selected of them."""
        keys = [self.key(scope) for _ in range(self.rng.choice([0, 1, 1, 1, 2]))]
        columns = [column for column in scope.columns if not column.kind.startswith(("MAP", "ARRAY", "ROW", "OUTER"))]
        if self.rng.random() > 0.2 or len(columns) < 2:
            return Grouping(fixed, tuple(keys)), keys
        chosen = self.rng.sample(columns, 2)
        names = [column.name for column in chosen]
        sets = self.rng.sample([(names[0],), (names[1],), tuple(names), ()], self.rng.choice([2, 3]))
        form = self.rng.choice(["ROLLUP", "CUBE", "GROUPING SETS"])
        keys = [column.expr() for column in chosen]
        marks = [Expr("INT", (f"GROUPING({names[0]})",)), Expr("INT", (f"GROUPING_ID({names[0]}, {names[1]})",))]
        return Grouping(fixed, tuple(keys), form, tuple(sets) if form == "GROUPING SETS" else ()), keys + self.rng.sample(marks, self.rng.randrange(3))

    def aggregation(self) -> Select:
        scope = self.scope()
        group, keys = self.grouping(scope)
        in_order = scope.in_order and not group.form
        items = tuple(self.item(expr) for expr in [*keys, *self.aggregates(scope, in_order)])
        return Select(items, scope.source, self.condition(scope, 0.25), group, self.having(scope))

    def aggregate_of_aggregate(self) -> Select:
        scope = self.scope()
        key = self.key(scope)
        inner = Select((Item(key, "ik"), *(Item(self.aggregate(scope, False), f"a{i}") for i in range(2))), scope.source, self.condition(scope, 0.2),
                       Grouping((), (key,)))
        columns = [Column(item.name, "", item.expr.kind) for item in inner.items if item.expr.kind != "ANY"]
        outer = Scope(Nested(inner, "s"), columns, False)
        group, keys = self.grouping(outer)
        return Select(tuple(self.item(expr) for expr in [*keys, *self.aggregates(outer, False)]), outer.source, None, group, self.having(outer))

    # Windows.

    def time_scope(self) -> Scope:
        """A table, or a view that keeps its time attribute."""
        table = self.tables[0]
        scope = Scope(Ref(table.name), self.columns(table), True)
        if self.rng.random() < 0.7:
            return scope
        query = self.inner_projection(scope)
        self.named.append(Named("v", query, True))
        return Scope(Ref("v"), [Column(item.name, "", item.expr.kind) for item in query.items if item.expr.kind != "ANY"], True)

    def windowed(self, scope: Scope) -> tuple[Windowed, list[Column], bool]:
        """A window table function, the columns it adds, and whether a group's rows come in the order of arrival."""
        function = self.rng.choice(["TUMBLE", "TUMBLE", "HOP", "CUMULATE", "SESSION"])
        bounds = [Column("window_start", "", "TS"), Column("window_end", "", "TS"), Column("window_time", "", scope.columns[-1].kind)]
        partition = ""
        if function == "SESSION":
            tail = f"INTERVAL {self.rng.choice(GAPS)}"
            partition = self.rng.choice(["", "k", "g", "k, g"])
        elif function == "TUMBLE":
            tail = f"INTERVAL {self.rng.choice(SIZES)}"
        else:
            step, size = self.rng.choice(HOPS if function == "HOP" else STEPS)
            tail = f"INTERVAL {step}, INTERVAL {size}"
        if function != "SESSION" and self.rng.random() < 0.15:
            tail += ", " + self.rng.choice(OFFSETS)
        return Windowed(scope.source, function, "ts", tail, partition), bounds, function in ("TUMBLE",)

    def window_aggregation(self) -> Select:
        scope = self.time_scope()
        source, bounds, in_order = self.windowed(scope)
        group, keys = self.window_grouping(scope, source)
        chosen = [column.expr() for column in self.rng.sample(bounds[:2], self.rng.choice([1, 2]))]
        items = tuple(self.item(expr) for expr in [*chosen, *keys, *self.aggregates(scope, in_order and not group.form)])
        return Select(items, source, None, group, self.having(scope))

    def window_grouping(self, scope: Scope, source: Windowed) -> tuple[Grouping, list[Expr]]:
        fixed = ("window_start", "window_end")
        if source.partition:
            names = [Expr("TEXT" if name == "k" else "INT", (name,), fixed=True) for name in source.partition.split(", ")]
            return Grouping(fixed, tuple(names)), names
        return self.grouping(scope, fixed) if source.function != "SESSION" else (Grouping(fixed, ()), [])

    def window_rows(self) -> Select:
        scope = self.time_scope()
        source, bounds, _ = self.windowed(scope)
        wide = Scope(source, scope.columns + bounds, True)
        exprs = [column.expr() for column in self.rng.sample(bounds, 2)] + [self.expressions(wide).any(2) for _ in range(2)]
        return Select(tuple(self.item(expr) for expr in exprs), source, self.condition(wide, 0.3))

    def legacy_window(self) -> Select:
        scope = self.time_scope()
        function = self.rng.choice(["TUMBLE", "HOP", "SESSION"])
        step, size = self.rng.choice(HOPS)
        tail = {"TUMBLE": f"INTERVAL {self.rng.choice(SIZES)}", "HOP": f"INTERVAL {step}, INTERVAL {size}", "SESSION": f"INTERVAL {self.rng.choice(GAPS)}"}[function]
        keys = [self.key(scope) for _ in range(self.rng.choice([0, 1, 1]))]
        bounds = [Expr(kind, (f"{function}_{what}(ts, {tail})",), fixed=True) for what, kind in (("START", "TS"), ("END", "TS"), ("ROWTIME", scope.columns[-1].kind))]
        exprs = self.rng.sample(bounds, self.rng.choice([1, 2])) + keys + self.aggregates(scope, function == "TUMBLE")
        return Select(tuple(self.item(expr) for expr in exprs), scope.source, self.condition(scope, 0.2), Grouping((f"{function}(ts, {tail})",), tuple(keys)),
                      self.having(scope))

    def window_of_windows(self) -> Select:
        """Windows over the time attribute that inner windows hand on."""
        scope = self.time_scope()
        source, bounds, _ = self.windowed(scope)
        group, keys = self.window_grouping(scope, source)
        if group.form:
            group, keys = Grouping(group.fixed, ()), []
        group = replace(group, fixed=(*group.fixed, "window_time"))
        inner_items = [Item(expr, f"i{n}") for n, expr in enumerate([*keys, *(self.aggregate(scope, False) for _ in range(2))])]
        self.named.append(Named("w", Select((*inner_items, Item(bounds[2].expr(), "ts")), source, None, group), True))
        outer = Scope(Ref("w"), [Column(item.name, "", item.expr.kind) for item in inner_items if item.expr.kind != "ANY"] + [Column("ts", "", bounds[2].kind)], False)
        outer_source, outer_bounds, _ = self.windowed(outer)
        outer_source = replace(outer_source, partition="")
        items = tuple(self.item(expr) for expr in [*(b.expr() for b in outer_bounds[:2]), *self.aggregates(outer, False)])
        return Select(items, outer_source, None, Grouping(("window_start", "window_end"), ()))
