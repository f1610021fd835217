"""Tables of expressions: one text file of scalar or aggregate expressions with Flink's type and values beneath each.

The format is described in tests/sql/FORMAT.md. `fill` returns the text of a file with every answer written anew.
"""
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from runtime import Answer, Flink

ANSWER = "    "        # an answer line begins with four blanks, nothing else does
BATCH = 48             # expressions asked in one query
BOILERPLATE = re.compile("Job execution failed|Job failed \\(JobID|Recovery is suppressed|Failed to wait job finish|Failed to fetch next result|One or more fetchers have"
                         "|SplitFetcher thread|^Error while applying rule|Global failure triggered|^org.apache.flink.runtime|^java.util.concurrent|^java.lang.RuntimeException")


@dataclass
class Scope:
    """What the expressions that follow see: settings and one input table (no columns: a query without FROM); and how
    many of them one query may ask."""

    settings: list[tuple[str, str]] = field(default_factory=list)
    batch: int = BATCH
    columns: str = ""
    rows: list[str] = field(default_factory=list)

    def query(self, expressions: list[str], folder: Path, verb: str) -> str:
        """The script that evaluates the expressions once for every row, or with the verb EXPLAIN only plans them."""
        parts = [f"SET '{key}' = '{value}'" for key, value in self.settings]
        if self.columns:
            (folder / "rows.json").write_text("".join(row + "\n" for row in self.rows), "utf-8")
            parts.append(f"CREATE TABLE t ({self.columns}) WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = '{folder}/rows.json')")
        selected = ", ".join(f"{e} AS e{i}" for i, e in enumerate(expressions))
        parts.append(f"{verb}SELECT {selected}" + (" FROM t" if self.columns else ""))
        return ";\n".join(parts)


def fill(text: str, flink: Flink) -> str:
    """The text with each expression's answer line replaced by what Flink says now."""
    out: list[str] = []
    scope, pending = Scope(), []
    for line in text.splitlines():
        if line.startswith(ANSWER):
            continue
        if is_directive(line) and pending:
            flush(out, scope, pending, flink)
        if line.startswith("table"):
            scope = Scope(scope.settings, scope.batch, line.removeprefix("table").strip(), [])
        elif line == "alone":
            scope.batch = 1
        elif line.startswith("set "):
            scope.settings.append(tuple(part.strip() for part in line.removeprefix("set ").split("=", 1)))
        elif line.startswith("{"):
            scope.rows.append(line)
        elif line and not line.startswith("#"):
            pending.append((len(out), line))
        out.append(line)
    flush(out, scope, pending, flink)
    return "\n".join(out) + "\n"


def is_directive(line: str) -> bool:
    return line.startswith(("table", "set ", "{")) or line == "alone"


def flush(out: list[str], scope: Scope, pending: list[tuple[int, str]], flink: Flink) -> None:
    """Asks for the pending expressions and hangs each answer to its line."""
    expressions = [e for _, e in pending]
    for start in range(0, len(expressions), scope.batch):
        answers = evaluate(scope, expressions[start:start + scope.batch], flink)
        for (at, expression), answer in zip(pending[start:start + scope.batch], answers):
            out[at] = f"{expression}\n{ANSWER}{answer}"
    pending.clear()


def evaluate(scope: Scope, expressions: list[str], flink: Flink) -> list[str]:
    """One answer line per expression. When a query fails, those that Flink refuses to plan are set apart first, then
    the rest is halved until the expressions that fail stand alone."""
    answer = ask(scope, expressions, flink)
    if answer.status == "ok":
        return columns_of(answer, len(expressions))
    if len(expressions) == 1:
        return [f"! {answer.status}: {cause(answer)}"]
    refused = {e: a for e in expressions if (a := ask(scope, [e], flink, "EXPLAIN ")).status != "ok"} if answer.status == "plan" else {}
    if not refused:
        middle = len(expressions) // 2
        return evaluate(scope, expressions[:middle], flink) + evaluate(scope, expressions[middle:], flink)
    planned = [e for e in expressions if e not in refused]
    values = iter(evaluate(scope, planned, flink) if planned else [])
    return [f"! plan: {cause(refused[e])}" if e in refused else next(values) for e in expressions]


def ask(scope: Scope, expressions: list[str], flink: Flink, verb: str = "") -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        return flink.ask(scope.query(expressions, Path(folder), verb), "fields")


def columns_of(answer: Answer, count: int) -> list[str]:
    rows = [row.split("\x1f") for row in answer.output.split("\x1e")[:-1]]
    assert len(answer.types) == count and all(len(row) == count for row in rows), answer
    return [f"{answer.types[i]} = {' | '.join(escape(row[i]) for row in rows)}" for i in range(count)]


def escape(value: str) -> str:
    """Keeps a value on its line: backslash and control characters are written as escapes."""
    return "".join(c if c >= " " and c != "\\" and c != "\x7f" else "\\\\" if c == "\\" else f"\\u{ord(c):04x}" for c in value)


def cause(answer: Answer) -> str:
    """The first line of the innermost message that says something, without the place in the generator's own query."""
    return escape(re.sub(r" at line \d+, column \d+\.?", "", telling(answer.errors)[-1].splitlines()[0].strip()))


def telling(errors: list[str]) -> list[str]:
    """Messages without those that only say that something failed; all of them if nothing else is left."""
    return [e for e in errors if not BOILERPLATE.search(e)] or errors
