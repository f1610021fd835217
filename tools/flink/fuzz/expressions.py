"""Well-typed random expressions over the columns of a scope."""
import random
import re

from .signatures import LITERALS, Register, bind
from .tree import Column, Expr

LEAVES = {
    "BOOL": ["TRUE", "FALSE"], "INT": ["0", "1", "-1", "7", "100", "2147483647"], "REAL": ["0E0", "1.5E0", "-2.25E0"], "DEC": ["0.5", "-1.25", "100.00"],
    "TEXT": ["''", "'a'", "'abc'", "'Hello World'", "'12'", "'it''s'"], "BYTES": ["X''", "X'6162'"], "DATE": ["DATE '2024-05-01'", "DATE '1969-12-31'"],
    "TIME": ["TIME '10:20:30'"], "TS": ["TIMESTAMP '2024-05-01 10:00:00'", "TIMESTAMP '1969-12-31 23:59:59.999'"],
    "LTZ": ["TO_TIMESTAMP_LTZ(1714557600123, 3)"], "IDAY": LITERALS["days"], "IMONTH": LITERALS["months"],
    "ARRAY:INT": ["ARRAY[1, 2, 2]"], "ARRAY:TEXT": ["ARRAY['a', 'b']"], "ARRAY:REAL": ["ARRAY[1.5E0, 0E0]"], "MAP:INT": ["MAP['a', 1]"],
    "MAP:TEXT": ["MAP['a', 'x']"], "MAP:REAL": ["MAP['b', 1.5E0]"], "ROW": ["CAST(ROW(1, 'a') AS ROW<x INT, y STRING>)"],
    "ARRAY:ROW": ["ARRAY[CAST(ROW(1, 'a') AS ROW<x INT, y STRING>)]"], "MAP:ROW": ["MAP['a', CAST(ROW(1, 'a') AS ROW<x INT, y STRING>)]"],
    "OUTER": ["CAST(ROW(ROW(1, 'a'), ARRAY[1]) AS ROW<r ROW<x INT, y STRING>, xs ARRAY<INT>>)"],
}
SQL_TYPES = {"BOOL": "BOOLEAN", "INT": "INT", "REAL": "DOUBLE", "DEC": "DECIMAL(10, 2)", "TEXT": "STRING", "BYTES": "BYTES", "DATE": "DATE", "TIME": "TIME",
             "TS": "TIMESTAMP(3)", "LTZ": "TIMESTAMP_LTZ(3)"}
COLUMN_SHARE = 0.85     # of the leaves whose kind has a column


class Expressions:
    """Makes expressions of a wanted kind; `columns` are what they may name."""

    def __init__(self, rng: random.Random, register: Register, columns: list[Column]) -> None:
        self.rng, self.register = rng, register
        self.columns: dict[str, list[Column]] = {}
        for column in columns:
            self.columns.setdefault(column.kind, []).append(column)

    def any(self, depth: int) -> Expr:
        """An expression of some kind, more often one that a column has."""
        kinds = [kind for kind, columns in self.columns.items() for _ in columns] + ["BOOL", "INT", "TEXT", "REAL", "DEC", "TS"]
        if depth > 0 and "ANY" in self.register.by_kind and self.rng.random() < 0.05:
            return self.of("ANY", depth)
        return self.of(self.rng.choice(kinds), depth)

    def of(self, kind: str, depth: int) -> Expr:
        chosen = self.register.choose(self.rng, kind) if depth > 0 and (kind == "ANY" or self.rng.random() < 0.85) else None
        if chosen is None:
            return self.leaf(kind)
        call, bound = chosen
        variable = call.variable()
        parts = [text if i % 2 == 0 else self.argument(text, variable, bound, depth - 1) for i, text in enumerate(call.template)]
        return Expr(bind(call.kind, variable, bound), tuple(parts))

    def argument(self, name: str, variable: str, bound: str, depth: int) -> Expr:
        if name in LITERALS:
            return Expr("LITERAL", (self.rng.choice(LITERALS[name]),), fixed=True)
        inner = self.of(bind(name, variable, bound), self.rng.randrange(depth + 1))
        return inner if is_closed(inner) else Expr(inner.kind, ("(", *inner.parts, ")"))

    def leaf(self, kind: str) -> Expr:
        columns = self.columns.get(kind)
        if columns and self.rng.random() < COLUMN_SHARE:
            return self.rng.choice(columns).expr()
        if kind.startswith("MAP:") and kind[4:] in self.columns:
            # Not a constant: Flink folds a key that a constant map does not have to -1.
            return Expr(kind, ("MAP['a', ", self.rng.choice(self.columns[kind[4:]]).expr(), "]"))
        if kind in SQL_TYPES and self.rng.random() < 0.08:
            return Expr(kind, (f"CAST(NULL AS {SQL_TYPES[kind]})",))
        return Expr(kind, (self.rng.choice(LEAVES[kind]),))


def is_closed(expr: Expr) -> bool:
    """Whether an expression can stand inside another without parentheses: a name, a literal or a call."""
    text, first = expr.sql(), expr.parts[0]
    is_literal = len(expr.parts) == 1 and text.startswith("'") or text.replace("_", "").isalnum()
    return is_literal or isinstance(first, str) and re.fullmatch(r"[A-Z_0-9]+\(", first) is not None and expr.parts[-1] == ")"
