"""Tables of scripts that Flink refuses or does not: one per line, and beneath each what Flink says.

The format is described in tests/sql/FORMAT.md. `fill` returns the text of a file with every answer written anew.
"""
from cases import scrub
from expressions import ANSWER, telling
from runtime import Answer, Flink

GIVEN = "given "


def fill(text: str, flink: Flink) -> str:
    """The text with each script's answer line replaced by what Flink says now."""
    out: list[str] = []
    given: list[str] = []
    for line in text.splitlines():
        if line.startswith(ANSWER):
            continue
        out.append(line)
        if line.startswith(GIVEN):
            given.append(line.removeprefix(GIVEN))
        elif line and not line.startswith("#"):
            out.append(ANSWER + answer_text(flink.ask(";\n".join([*given, line]))))
    return "\n".join(out) + "\n"


def answer_text(answer: Answer) -> str:
    """`accepted`, or how it fails with the first line of the innermost message."""
    if answer.status == "ok":
        return "accepted"
    message = telling(answer.errors)[-1] if answer.errors else ""
    return f"! {answer.status}: {scrub(message.splitlines()[0] if message else '', {})}"
