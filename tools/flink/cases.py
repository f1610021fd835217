"""Case folders: a script with its input, and beside it what Flink answered.

The format is described in tests/sql/FORMAT.md. `answers` runs a case and returns the text of each answer file;
writing or comparing them is the caller's business.
"""
import re
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from expressions import telling
from runtime import Answer, Flink

ANSWER_FILES = ("expected.txt", "changelog.txt", "written.txt", "error.txt")
CHANGE = re.compile(r"^(?P<sink>[^\[\]]*> )?(?P<kind>\+I|-U|\+U|-D)(?P<row>\[.*)$", re.S)
VOLATILE = re.compile(r"\b[0-9a-f]{32}\b|(?<=@)[0-9a-f]{6,8}\b|(?<=the user running Flink \(')[^']*")
RUNS_MAX = 5


def options(case: Path) -> dict:
    path = case / "case.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def answers(case: Path, flink: Flink) -> dict[str, str]:
    """Texts by file name. A case that says `agree = n` is run until n runs say the same: its answer could depend on
    Flink's wall-clock watermark tick, which strikes rarely."""
    wanted = options(case).get("agree", 1)
    seen: Counter[tuple] = Counter()
    for _ in range(RUNS_MAX * wanted):
        result = tuple(sorted(run(case, flink).items()))
        seen[result] += 1
        if seen[result] == wanted:
            return dict(result)
    raise RuntimeError(f"{case.name}: {len(seen)} different answers, none of them {wanted} times")


def run(case: Path, flink: Flink) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as out:
        places = {"IN": str(case / "in"), "OUT": out}
        answer = flink.ask(fill((case / "job.sql").read_text("utf-8"), places))
        if answer.status != "ok":
            return {"error.txt": scrub(error_text(answer), places)}
        texts = rows_text(scrub(answer.output, places)) | written_text(Path(out))
        if options(case).get("arrival") == "any":
            del texts["changelog.txt"]
        return texts


def fill(script: str, places: dict[str, str]) -> str:
    for name, path in places.items():
        script = script.replace("${" + name + "}", path)
    return script


def scrub(text: str, places: dict[str, str]) -> str:
    """Takes out what differs between runs and machines."""
    for name, path in places.items():
        text = text.replace(path, "${" + name + "}")
    return VOLATILE.sub("<id>", text)


def error_text(answer: Answer) -> str:
    """The kind of failure, then Flink's messages, outermost first: without lists of expected tokens, places in Flink's
    code, and messages that an outer one quotes."""
    lines = [answer.status]
    for message in (re.split(r"\nWas expecting|\n at \[", e)[0] for e in telling(answer.errors)):
        if not any(message in line for line in lines):
            lines.append(message)
    return "\n".join(lines) + "\n"


def rows_text(printed: str) -> dict[str, str]:
    """The printed changes, sink by sink (between sinks there is no order), and the table they add up to, sorted by its text."""
    lines = [line for line in re.split(r"\n(?=(?:[^\[\]\n]*> )?(?:\+I|-U|\+U|-D)\[)", printed.rstrip("\n")) if line]
    changes = [CHANGE.match(line) for line in lines]
    assert all(changes), f"not a change: {lines[changes.index(None)]!r}"
    table: Counter[str] = Counter()
    for change in changes:
        table[(change["sink"] or "") + change["row"]] += 1 if change["kind"] in ("+I", "+U") else -1
    assert all(count >= 0 for count in table.values()), "a row is retracted more often than added"
    by_sink = sorted(changes, key=lambda change: change["sink"] or "")
    return {"changelog.txt": text_of([change[0] for change in by_sink]), "expected.txt": text_of(sorted(table.elements()))}


def text_of(lines: list[str]) -> str:
    return "".join(line + "\n" for line in lines)


def written_text(out: Path) -> dict[str, str]:
    """Lines of all files below the output folder, each after its sub-folder (partition), sorted."""
    files = [f for f in out.rglob("*") if f.is_file() and not any(p.startswith((".", "_")) for p in f.relative_to(out).parts)]
    lines = [f"{f.parent.relative_to(out)}: {line}" for f in files for line in f.read_text("utf-8").splitlines()]
    return {"written.txt": text_of(sorted(lines))} if files else {}
