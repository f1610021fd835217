#!/usr/bin/env python3
"""Asks random queries of a real Flink and of this engine, and makes every difference small.

  random_queries.py --seed 1 --count 1000     ask so many; exit 1 if an answer differs and no known reason explains it
  random_queries.py --seed 1 --only 17        ask one of them again

Query i of a seed is always the same one: schema, rows, statement, number of shards. A difference is asked again (an
answer of Flink that is not the same twice counts as its own, not as a difference), reduced, printed with both answers,
and kept as a case folder (--keep, default target/random) that can go to tests/sql/cases/random as it is.

Needs what flink.py needs, and cargo. The parts are in fuzz/: what a query is made of (tree, data, signatures,
expressions, queries), asking and comparing (engines, compare, explained), making it small (reduce).
"""
import argparse
import random
import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import cases
from fuzz import engines
from fuzz.compare import Outcome, difference
from fuzz.explained import Explained, explanation
from fuzz.queries import Scripts
from fuzz.reduce import reduce
from fuzz.signatures import Register, register
from fuzz.tree import Script
from runtime import Flink, Unavailable

ENGINES_AT_ONCE = 2
SHARDS_MAX = 4
ROWS_SHOWN = 8
PROGRESS_EVERY = 100


@dataclass
class Question:
    """One random script, and on how many shards it is run."""

    seed: int
    number: int
    script: Script
    shards: int

    def name(self) -> str:
        return f"{self.seed}-{self.number}"


def question(seed: int, number: int, functions: Register) -> Question:
    rng = random.Random(f"{seed}/{number}")
    shards = rng.randrange(1, SHARDS_MAX + 1)
    return Question(seed, number, Scripts(rng, functions).script(), shards)


class Run:
    """Asks one Flink questions one by one, and the engine on threads ahead of it."""

    def __init__(self, flink: Flink, binary: Path, options: argparse.Namespace) -> None:
        self.flink, self.binary, self.options = flink, binary, options
        self.counts: Counter[str] = Counter()
        self.unexplained: list[str] = []

    def ask(self, questions: list[Question]) -> None:
        with ThreadPoolExecutor(ENGINES_AT_ONCE) as pool:
            answers = pool.map(lambda q: engines.ask_engine(self.binary, q.script, q.shards), questions)
            for q, ours in zip(questions, answers):
                self.judge(q, engines.ask_flink(self.flink, q.script), ours)
                if self.counts.total() % PROGRESS_EVERY == 0:
                    print(f"… {self.counts.total()} of {len(questions)}, {len(self.unexplained)} unexplained", file=sys.stderr)

    def judge(self, q: Question, flink: Outcome, ours: Outcome) -> None:
        found = difference(flink, ours, q.script.is_ordered())
        if flink.status == "timeout":
            self.counts["Flink gave no answer"] += 1
        elif not found:
            self.counts[f"same: {flink.status}" + (" without rows" if flink.status == "ok" and not flink.changes else "")] += 1
        elif known := self.explanation(q.script, flink, ours):
            self.counts[f"explained: {known.name}"] += 1
        elif self.is_flinks_own(q, flink):
            self.counts["Flink answers otherwise the second time"] += 1
        else:
            self.counts["UNEXPLAINED"] += 1
            self.report(q, found, flink, ours)

    def explanation(self, script: Script, flink: Outcome, ours: Outcome) -> Explained | None:
        again = lambda changed: engines.ask_flink(self.flink, script, changed)
        return explanation(script.with_files(), flink, ours, again, lambda: engines.ask_engine(self.binary, script, 1))

    def is_flinks_own(self, q: Question, first: Outcome) -> bool:
        return any(difference(first, engines.ask_flink(self.flink, q.script), q.script.is_ordered()) for _ in range(2))

    def report(self, q: Question, found: str, flink: Outcome, ours: Outcome) -> None:
        signature = sign(found, flink, ours)
        script = q.script if self.options.no_reduce else self.reduced(q, signature)
        flink, ours = engines.ask_flink(self.flink, script), engines.ask_engine(self.binary, script, q.shards)
        self.unexplained.append(f"{q.name()}: {signature}")
        print(f"\n==== {q.name()} on {q.shards} shards: {found}\n{script.with_files()}Flink {shown(flink)}\nhere  {shown(ours)}", flush=True)
        self.keep(q, script, found)

    def reduced(self, q: Question, signature: str) -> Script:
        def still_differs(script: Script) -> bool:
            ours = engines.ask_engine(self.binary, script, q.shards)
            if ours.status == "plan" and "here: plan" not in signature:
                return False
            flink = engines.ask_flink(self.flink, script)
            found = difference(flink, ours, script.is_ordered())
            return bool(found) and sign(found, flink, ours) == signature and not self.explanation(script, flink, ours)
        return reduce(q.script, still_differs)

    def keep(self, q: Question, script: Script, found: str) -> None:
        """Writes the case folder, with Flink's answers."""
        case = self.options.keep / q.name()
        engines.write(script, case)
        (case / "job.sql").write_text(f"-- Found by tools/flink/random_queries.py --seed {q.seed} --only {q.number}: {found}.\n{script.sql()}", "utf-8")
        try:
            for name, text in cases.answers(case, self.flink).items():
                (case / name).write_text(text, "utf-8")
        except AssertionError as e:
            print(f"no golden case: {e}")


def sign(found: str, flink: Outcome, ours: Outcome) -> str:
    """A difference's own words, by which the same one is known: places, names and numbers are taken out of error messages."""
    message = next((o.message for o in (ours, flink) if o.status != "ok"), "")
    telling = message.split("error: ", 1)[-1].split("\n")[0]
    return found + ": " + re.sub(r"`[^`]*`|'[^']*'|\d+", "_", telling)[:120]


def shown(outcome: Outcome) -> str:
    if outcome.status != "ok":
        return f"{outcome.status}: {outcome.message[:600]}"
    rows = [kind + row for kind, row in outcome.changes]
    return f"{len(rows)} changes" + "".join(f"\n      {row}" for row in rows[:ROWS_SHOWN]) + ("\n      …" if len(rows) > ROWS_SHOWN else "")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--only", type=int, nargs="+", help="only the queries of these numbers")
    parser.add_argument("--show", action="store_true", help="print the queries and ask nobody")
    parser.add_argument("--flinks", type=int, default=1, help="how many Flinks are asked at the same time, each a process of its own")
    parser.add_argument("--no-reduce", action="store_true", help="print differences as they are")
    parser.add_argument("--keep", type=Path, default=engines.ROOT / "target" / "random", help="where case folders of differences go")
    return parser.parse_args()


def main() -> int:
    options, started = arguments(), time.monotonic()
    binary, listing = engines.build()
    functions = register(listing)
    if functions.unknown:
        print("functions that no query calls, since their arguments are not known: " + ", ".join(functions.unknown))
    numbers = options.only or range(options.count)
    questions = [question(options.seed, number, functions) for number in numbers]
    if options.show:
        print("\n".join(q.script.sql() for q in questions))
        return 0
    try:
        runs = asked(questions, binary, options)
    except Unavailable as e:
        print(e, file=sys.stderr)
        return 2
    counts = sum((run.counts for run in runs), Counter())
    unexplained = [line for run in runs for line in run.unexplained]
    print(f"\nseed {options.seed}: {counts.total()} queries in {time.monotonic() - started:.0f} s")
    print("\n".join([f"{count:6} {what}" for what, count in sorted(counts.items())] + unexplained))
    return 1 if unexplained else 0


def asked(questions: list[Question], binary: Path, options: argparse.Namespace) -> list[Run]:
    """Asks every Flink its share of the questions. They start one after the other: the first one compiles the runner."""
    with ExitStack() as stack:
        runs = [Run(stack.enter_context(Flink()), binary, options) for _ in range(options.flinks)]
        for run in runs:
            run.flink.start()
        with ThreadPoolExecutor(options.flinks) as pool:
            list(pool.map(lambda i: runs[i].ask(questions[i::options.flinks]), range(options.flinks)))
    return runs


if __name__ == "__main__":
    sys.exit(main())
