"""Inner joins as scopes: each side a table, an aggregation or distinct rows, under names of its own.

Time attributes stay below: what bounds them on both sides would be an interval join.
"""
import random
from dataclasses import replace

from .expressions import Expressions
from .signatures import Register
from .tree import Column, Expr, Grouping, Item, Joined, Nested, Select

# Kinds that an equality of both sides may have; numbers of all kinds meet.
KEYS = [("INT", "INT"), ("INT", "INT"), ("TEXT", "TEXT"), ("TEXT", "TEXT"), ("INT", "DEC"), ("DEC", "DEC"), ("INT", "REAL"), ("REAL", "REAL"), ("BOOL", "BOOL"),
        ("DATE", "DATE"), ("TS", "TS"), ("LTZ", "LTZ"), ("TIME", "TIME"), ("ROW", "ROW"), ("ARRAY:INT", "ARRAY:INT"), ("ARRAY:TEXT", "ARRAY:TEXT")]
FEW_VALUES = ("k", "g", "n")


class Joins:
    """Makes joins of what a script's tables hold."""

    rng: random.Random
    register: Register

    def joined(self, table: tuple[object, list[Column]]) -> tuple[Joined, list[Column]]:
        """A join of two or three sides over one table, and the columns of all of them."""
        source, columns = self.side("l", *table)
        for name in ["r", "m"][:self.rng.choice([1, 1, 1, 2])]:
            right, right_columns = self.side(name, *table)
            source = Joined(source, right, self.join_condition(columns, right_columns), self.rng.random() < 0.3)
            columns = columns + right_columns
        return source, columns

    def side(self, name: str, source: object, columns: list[Column]) -> tuple[Nested, list[Column]]:
        plain = [column for column in columns if column.name != "ts"]
        shape = self.rng.choice([self.rows, self.rows, self.counted, self.distinct_keys])
        query = shape(name, source, plain)
        where = Expressions(self.rng, self.register, plain).of("BOOL", 1) if self.rng.random() < 0.2 else None
        return Nested(replace(query, where=where), name), [Column(item.name, "", item.expr.kind) for item in query.items]

    def rows(self, name: str, source: object, columns: list[Column]) -> Select:
        kept = [column for column in columns if column.name in ("id", "k", "g") or self.rng.random() < 0.6]
        return Select(tuple(Item(column.expr(), f"{name}_{column.name}") for column in kept), source)

    def counted(self, name: str, source: object, columns: list[Column]) -> Select:
        """What changes as rows come."""
        key = self.rng.choice([column for column in columns if column.name in ("k", "g")])
        items = [Item(key.expr(), f"{name}_{key.name}"), Item(Expr("INT", ("COUNT(*)",)), f"{name}_n"), Item(Expr("INT", ("MAX(id)",)), f"{name}_id")]
        return Select(tuple(items), source, None, Grouping((), (key.expr(),)))

    def distinct_keys(self, name: str, source: object, columns: list[Column]) -> Select:
        chosen = self.rng.sample([column for column in columns if column.name in ("k", "g")], self.rng.choice([1, 2]))
        return Select(tuple(Item(column.expr(), f"{name}_{column.name}") for column in chosen), source, distinct=True)

    def join_condition(self, left: list[Column], right: list[Column]) -> Expr:
        parts = [self.equality(left, right) for _ in range(self.rng.choice([1, 1, 1, 2]))]
        if self.rng.random() < 0.25:
            parts.append(Expressions(self.rng, self.register, left + right).of("BOOL", 2))
        conjuncts: list = []
        for part in parts:
            conjuncts += [" AND ", "(", part, ")"]
        return Expr("BOOL", tuple(conjuncts[1:]))

    def equality(self, left: list[Column], right: list[Column]) -> Expr:
        """Of few values mostly, so that some are equal; NULL now and then equal to NULL."""
        pairs = [(l, r) for l in left for r in right if (l.kind, r.kind) in KEYS]
        few = [(l, r) for l, r in pairs if l.name.split("_")[1] in FEW_VALUES and r.name.split("_")[1] in FEW_VALUES]
        if not pairs:
            return Expr("BOOL", (self.text_of(left), " = ", self.text_of(right)), fixed=True)
        l, r = self.rng.choice(few if few and self.rng.random() < 0.7 else pairs)
        # Flink does not plan IS NOT DISTINCT FROM over different types: only one column with itself.
        equal = " IS NOT DISTINCT FROM " if l.name[2:] == r.name[2:] and self.rng.random() < 0.4 else " = "
        computed = equal == " = " and l.kind == r.kind and l.kind in ("INT", "TEXT")
        sides = [self.of_side(l, left), self.of_side(r, right)] if computed else [l.expr(), r.expr()]
        return Expr("BOOL", (sides[0], equal, sides[1]), fixed=True)

    def of_side(self, column: Column, side: list[Column]) -> Expr:
        """The column, or something computed of its side."""
        if self.rng.random() < 0.8:
            return column.expr()
        computed = Expressions(self.rng, self.register, side).of(column.kind, 1)
        return Expr(column.kind, ("(", computed, ")")) if any(c.name in computed.sql() for c in side) else column.expr()

    def text_of(self, side: list[Column]) -> Expr:
        return Expr("TEXT", ("CAST(", self.rng.choice(side).expr(), " AS STRING)"), fixed=True)
