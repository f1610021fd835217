#!/usr/bin/env python3
"""Asks a real Apache Flink for the answers that the tests compare with.

  flink.py golden [NAME ...]   write the answers of the cases and tables whose path contains a NAME (default: all)
  flink.py check [NAME ...]    run them again and say which answers on disk differ; exit 1 if any does
  flink.py ask FILE ...        print what Flink answers to scripts; `ask -c "SELECT 7 / 2"` for a short one
  flink.py disorder --seed N   write one random case of slightly disordered rows around the watermark's 200 ms rule

Needs Python 3.11, Java 17 and, on the first call, pip: Flink is fetched once into the user's cache folder.
tests/sql/FORMAT.md describes what is written.
"""
import argparse
import sys
import time
from pathlib import Path

import cases
import disorder
import expressions
import refusals
from runtime import Flink, Unavailable

SQL = Path(__file__).resolve().parents[2] / "tests" / "sql"


def chosen(paths: list[Path], names: list[str]) -> list[Path]:
    return sorted(p for p in paths if not names or any(n in str(p.relative_to(SQL)) for n in names))


def fresh_answers(names: list[str], flink: Flink):
    """Yields (file, text now on disk or None, text Flink gives now or None) for every answer file there is or should be."""
    for case in chosen([p.parent for p in SQL.glob("cases/*/*/job.sql")], names):
        try:
            texts = cases.answers(case, flink)
        except (AssertionError, RuntimeError) as e:
            sys.exit(f"{case.relative_to(SQL)}: {e}")
        for name in cases.ANSWER_FILES:
            path = case / name
            yield path, read(path), texts.get(name)
    for path in chosen(list(SQL.glob("expressions/*.txt")), names):
        text = path.read_text("utf-8")
        yield path, text, expressions.fill(text, flink)
    for path in chosen(list(SQL.glob("refusals/*.txt")), names):
        text = path.read_text("utf-8")
        yield path, text, refusals.fill(text, flink)


def read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def differing(names: list[str]):
    started, count = time.monotonic(), 0
    with Flink() as flink:
        for path, old, new in fresh_answers(names, flink):
            count += new is not None
            if old != new:
                yield path, new
    print(f"{count} answer files in {time.monotonic() - started:.0f} s", file=sys.stderr)


def golden(options: argparse.Namespace) -> int:
    for path, text in differing(options.names):
        print(f"{'removed' if text is None else 'wrote'} {path.relative_to(SQL)}")
        if text is None:
            path.unlink()
        else:
            path.write_text(text, "utf-8")
    return 0


def check(options: argparse.Namespace) -> int:
    found = False
    for path, text in differing(options.names):
        print(f"differs: {path.relative_to(SQL)}" + (" (should not exist)" if text is None else ""))
        found = True
    return 1 if found else 0


def ask(options: argparse.Namespace) -> int:
    failed = False
    scripts = [options.text] if options.text is not None else [Path(f).read_text("utf-8") for f in options.files]
    with Flink() as flink:
        for script in scripts:
            answer = flink.ask(script)
            print(answer.output, end="")
            if answer.types:
                print("-- " + ", ".join(answer.types))
            if answer.status != "ok":
                print("\n".join([answer.status, *answer.errors]), file=sys.stderr)
                failed = True
    return 1 if failed else 0


def write_disorder(options: argparse.Namespace) -> int:
    path = disorder.write(SQL / "cases" / "disorder", options.seed)
    print(f"wrote {path.relative_to(SQL)}; now run: flink.py golden {path.name}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, action in (("golden", golden), ("check", check)):
        command = commands.add_parser(name)
        command.add_argument("names", nargs="*")
        command.set_defaults(run=action)
    command = commands.add_parser("ask")
    command.add_argument("-c", dest="text")
    command.add_argument("files", nargs="*")
    command.set_defaults(run=ask)
    command = commands.add_parser("disorder")
    command.add_argument("--seed", type=int, required=True)
    command.set_defaults(run=write_disorder)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    try:
        return options.run(options)
    except Unavailable as e:
        print(e, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
