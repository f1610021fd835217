"""Makes a script that shows a difference as small as it can be made while it shows the same one.

Delta debugging over the classes of tree.py: everything that can be left out is tried, big parts first, then everything
that can be replaced by a part of itself. What a step breaks (a column that is named elsewhere) is refused by both sides
and so no difference.
"""
from collections.abc import Callable, Iterator
from dataclasses import replace

from .expressions import LEAVES
from .tree import Expr, Grouping, Item, Joined, Named, Nested, Script, Select, Table, Union, Unnested, Windowed

TRIES_MAX = 400


def reduce(script: Script, still_differs: Callable[[Script], bool], tries_max: int = TRIES_MAX) -> Script:
    """The smallest script found; `still_differs` says whether one shows the difference, and is asked at most so often."""
    seen, at, refused = {text_of(script)}, 0, 0
    candidates = list(smaller(script))
    while refused < len(candidates) and tries_max > 0:
        candidate = candidates[at % len(candidates)]
        refused, at = refused + 1, at + 1
        if text_of(candidate) in seen:
            continue
        seen.add(text_of(candidate))
        tries_max -= 1
        if still_differs(candidate):
            # Go on at the same place: what was refused before it will most likely be again.
            script, candidates, refused, at = candidate, list(smaller(candidate)), 0, at - 1
    return script


def text_of(script: Script) -> str:
    return script.sql() + "".join(table.data() for table in script.tables)


def smaller(script: Script) -> Iterator[Script]:
    """Every script that is one step smaller, big steps first."""
    yield from (replace(script, query=query) for query in queries(script.query))
    yield from (replace(script, settings=left) for left in shorter(script.settings))
    yield from (replace(script, tables=left) for left in shorter(script.tables, 1))
    yield from (replace(script, named=left) for left in shorter(script.named))
    yield from (replace(script, tables=tables) for tables in one_replaced(script.tables, smaller_table))
    yield from (replace(script, named=named) for named in one_replaced(script.named, lambda n: (replace(n, query=q) for q in queries(n.query))))
    if script.into_sink:
        yield replace(script, into_sink=False)
    if script.form:
        yield replace(script, form="")
    yield from (inlined(script, named) for named in script.named)


def inlined(script: Script, named: Named) -> Script:
    """A view's own query in place of all that reads it."""
    return replace(script, named=(), query=named.query, into_sink=False)


def shorter(items: tuple, least: int = 0) -> Iterator[tuple]:
    """Halves, quarters …, then all but one."""
    size = len(items) // 2
    while size >= 1:
        for start in range(0, len(items), size):
            left = items[:start] + items[start + size:]
            if least <= len(left) < len(items):
                yield left
        size //= 2
    if len(items) == 1 and least == 0:
        yield ()


def one_replaced(items: tuple, variants: Callable) -> Iterator[tuple]:
    for at, item in enumerate(items):
        yield from ((*items[:at], other, *items[at + 1:]) for other in variants(item))


def smaller_table(table: Table) -> Iterator[Table]:
    yield from (replace(table, rows=rows) for rows in shorter(table.rows))
    yield from (replace(table, broken=left) for left in shorter(table.broken))
    yield from (replace(table, computed=left) for left in shorter(table.computed))
    if table.watermark:
        yield replace(table, watermark="")
    for at in range(len(table.columns)):
        without = lambda row, at=at: row[:at] + row[at + 1:]
        if len(table.columns) > 1:
            yield replace(table, columns=without(table.columns), rows=tuple(map(without, table.rows)))


def queries(query) -> Iterator:
    if isinstance(query, Union):
        yield from query.branches
        yield from (replace(query, branches=branches) for branches in one_replaced(query.branches, selects))
    else:
        yield from selects(query)


def selects(select: Select) -> Iterator[Select]:
    yield from (with_items(select, items) for items in shorter(select.items, 1))
    for clause, empty in (("where", None), ("having", None), ("group", None), ("distinct", False), ("limit", "")):
        if getattr(select, clause):
            yield replace(select, **{clause: empty})
    if select.order:
        yield replace(select, order=(), limit="")
    yield from (replace(select, source=source) for source in sources(select.source))
    if isinstance(select.source, Nested) and isinstance(select.source.query, Select):
        yield select.source.query
    if select.group:
        yield from (with_key(select, key, other) for key in select.group.keys for other in expressions(key))
        yield from (replace(select, group=group) for group in groupings(select.group))
    for clause in ("where", "having"):
        if getattr(select, clause):
            yield from (replace(select, **{clause: expr}) for expr in expressions(getattr(select, clause)))
    yield from (replace(select, items=items) for items in one_replaced(select.items, smaller_item))


def with_items(select: Select, items: tuple[Item, ...]) -> Select:
    names = {item.name for item in items}
    order = tuple(part for part in select.order if part.split()[0] in names)
    return replace(select, items=items, order=order, limit=select.limit if order else "")


def with_key(select: Select, key: Expr, other: Expr) -> Select:
    """Another key, in GROUP BY and wherever it is selected."""
    swap = lambda expr: other if expr == key else expr
    items = tuple(replace(item, expr=swap(item.expr)) for item in select.items)
    return replace(select, items=items, group=replace(select.group, keys=tuple(map(swap, select.group.keys))))


def sources(source) -> Iterator:
    if isinstance(source, (Windowed, Unnested)):
        yield source.source
    if isinstance(source, Joined):
        yield from (source.left, source.right)
        yield from (replace(source, left=left) for left in sources(source.left))
        yield from (replace(source, right=right) for right in sources(source.right) if isinstance(right, Nested))
        yield from (replace(source, on=on) for on in [*(part for part in source.on.parts if isinstance(part, Expr)), *expressions(source.on)])
    if isinstance(source, Windowed) and source.partition:
        yield replace(source, partition="")
    if isinstance(source, Windowed) and source.function != "TUMBLE":
        yield replace(source, function="TUMBLE", tail="INTERVAL '1' SECOND", partition="")
    if isinstance(source, Nested):
        yield from (replace(source, query=query) for query in queries(source.query))
        yield from (branch.source for branch in (source.query.branches if isinstance(source.query, Union) else (source.query,)))


def groupings(group: Grouping) -> Iterator[Grouping]:
    yield from (replace(group, keys=keys) for keys in shorter(group.keys) if not group.form)
    yield from (replace(group, sets=sets) for sets in shorter(group.sets, 1))
    if group.form:
        yield replace(group, form="", sets=())


def smaller_item(item: Item) -> Iterator[Item]:
    """Its expression made smaller; or any part of it, whatever its kind."""
    parts = [node for node in item.expr.nodes() if node is not item.expr and node.kind != "LITERAL"]
    yield from (replace(item, expr=part) for part in parts)
    yield from (replace(item, expr=expr) for expr in expressions(item.expr))


def expressions(expr: Expr) -> Iterator[Expr]:
    """The expression with one of its nodes replaced: by a part of the same kind, or by a literal."""
    if not expr.fixed:
        yield from (node for node in expr.nodes() if node is not expr and node.kind == expr.kind)
        if any(isinstance(part, Expr) for part in expr.parts) and expr.kind in LEAVES:
            yield Expr(expr.kind, (LEAVES[expr.kind][0],), fixed=True)
    for at, part in enumerate(expr.parts):
        if isinstance(part, Expr):
            yield from (replace(expr, parts=(*expr.parts[:at], other, *expr.parts[at + 1:])) for other in expressions(part))
