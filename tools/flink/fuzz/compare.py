"""Two answers to one script, and whether they say the same.

Rows count as a table: changes are added up, entries of maps stand in order, floating-point fields may differ by a
relative 1e-9 (a few units of the last digit of a FLOAT where both are written that short). Both failing in the same
phase is the same answer, whatever the words.
"""
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

CHANGE = re.compile(r"(?P<sink>[^\[\]\n]*> )?(?P<kind>\+I|-U|\+U|-D)(?P<row>\[.*)$", re.S)
BETWEEN = re.compile(r"\n(?=(?:[^\[\]\n]*> )?(?:\+I|-U|\+U|-D)\[)")
MAP = re.compile(r"\{([^{}\"]*)\}")
TOKEN = re.compile(r"[\[\],{}= ]+")
NUMBER = re.compile(r"-?\d+\.\d+(?:E-?\d+)?")
TINY = 1e-9
FLOAT_DIGITS = 10       # a number written in so many characters may be a FLOAT


@dataclass
class Outcome:
    """How a script ended: "ok", "plan" (refused), "runtime" (the job failed), "bug" (a panic) or "timeout"."""

    status: str
    changes: list[tuple[str, str]]     # kind of change and row, in the order printed
    message: str = ""


def changes(printed: str) -> list[tuple[str, str]]:
    lines = [line for line in BETWEEN.split(printed.rstrip("\n")) if line]
    found = [CHANGE.match(line) for line in lines]
    return [(m["kind"], sort_maps(m["row"])) for m in found if m]


def sort_maps(row: str) -> str:
    """Entries `{k=v, k=v}` in order. A brace in a text is taken for a map as well, on both sides alike."""
    return MAP.sub(lambda m: "{" + ", ".join(sorted(m.group(1).split(", "))) + "}", row)


def table(rows: list[tuple[str, str]]) -> Counter:
    """What the changes add up to; a count below zero is kept: it is wrong."""
    counts: Counter = Counter()
    for kind, row in rows:
        counts[row] += 1 if kind in ("+I", "+U") else -1
    return Counter({row: count for row, count in counts.items() if count})


def difference(flink: Outcome, ours: Outcome, ordered: bool) -> str:
    """What differs, in a few words; empty if nothing does."""
    if ours.status == "bug" or flink.status != ours.status:
        return f"Flink: {flink.status}, here: {ours.status}"
    if flink.status != "ok":
        return ""
    if ordered:
        same = len(flink.changes) == len(ours.changes) and all(same_row(a[1], b[1]) for a, b in zip(flink.changes, ours.changes))
        return "" if same else "rows or their order differ"
    missing, surplus = unmatched(table(flink.changes), table(ours.changes))
    if missing or surplus:
        return "rows differ"
    only_inserts = all(kind == "+I" for kind, _ in flink.changes)
    return "updates where Flink only inserts" if only_inserts and any(kind != "+I" for kind, _ in ours.changes) else ""


def unmatched(flink: Counter, ours: Counter, same: Callable[[str, str], bool] | None = None) -> tuple[list[str], list[str]]:
    """Rows of either side that the other does not have; `same` says whether two rows are one."""
    same = same or same_row
    counts = {row: flink[row] - ours[row] for row in flink.keys() | ours.keys()}
    missing = [row for row, count in sorted(counts.items()) for _ in range(count)]
    surplus = [row for row, count in sorted(counts.items()) for _ in range(-count)]
    for row in list(missing):
        close = next((other for other in surplus if same(row, other)), None)
        if close is not None:
            missing.remove(row)
            surplus.remove(close)
    return missing, surplus


def same_row(a: str, b: str) -> bool:
    if a == b:
        return True
    left, right = TOKEN.split(a), TOKEN.split(b)
    return len(left) == len(right) and all(x == y or close(x, y) for x, y in zip(left, right))


def close(a: str, b: str) -> bool:
    if not (NUMBER.fullmatch(a) and NUMBER.fullmatch(b)):
        return False
    x, y = float(a), float(b)
    digits = max(len(a.split("E")[0].lstrip("-")), len(b.split("E")[0].lstrip("-")))
    return math.isclose(x, y, rel_tol=1e-6 if digits <= FLOAT_DIGITS else TINY, abs_tol=TINY)
