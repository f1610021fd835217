#!/usr/bin/env python3
"""TUMBLE over Nexmark events in JSON: Waterwheel beside a real Flink on the same file, in one run.

  benches/peers/tumble.py [--events 10000000] [--rounds 3] [--binary target/release/waterwheel]

Writes the events once (seeded), then runs both engines in turn (A B A B …) into a blackhole sink: two shards, parallelism
2. Flink keeps one JVM (full compiler, 4 GB heap, object reuse) over all rounds, so that from the second on it is warm; its best
round counts. CPU seconds are the whole process's as the system counts them, Flink's start-up excluded, ours included. The answers of
both are then printed, sorted and compared: a differing answer ends the bench with exit code 1.
"""
import argparse
import hashlib
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "flink"))
from runtime import Flink  # noqa: E402

SCRIPT = """
SET 'parallelism.default' = '2';
SET 'pipeline.object-reuse' = 'true';
CREATE TABLE events (
  event_type INT,
  person ROW<`dateTime` TIMESTAMP(3)>,
  auction ROW<`dateTime` TIMESTAMP(3)>,
  bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, `dateTime` TIMESTAMP(3)>,
  ts AS COALESCE(bid.`dateTime`, auction.`dateTime`, person.`dateTime`),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
) WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), auction BIGINT, n BIGINT, total BIGINT, highest BIGINT) WITH ('connector' = '{sink}');
INSERT INTO o
SELECT window_start, bid.auction, COUNT(*), SUM(bid.price), MAX(bid.price)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND))
WHERE event_type = 2
GROUP BY window_start, window_end, bid.auction;
"""


def events(count: int) -> Path:
    """The file of events, written once."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "waterwheel" / "bench"
    path = folder / f"nexmark-{count}.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        example = ["cargo", "run", "--release", "-q", "-p", "waterwheel-generate", "--example", "nexmark_json", "--"]
        subprocess.run([*example, str(count), str(path), "seed=1"], cwd=ROOT, check=True)
    return path


def ours(binary: Path, path: Path, sink: str) -> tuple[float, float, str]:
    """Wall and CPU seconds, and what was printed."""
    script = path.with_suffix(f".{sink}.sql")
    script.write_text(SCRIPT.format(path=path, sink=sink))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([binary, "run", script], capture_output=True, text=True, check=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def theirs(flink: Flink, path: Path, sink: str) -> tuple[float, float, str]:
    before, start = flink.cpu_seconds(), time.monotonic()
    answer = flink.ask(SCRIPT.format(path=path, sink=sink))
    if answer.status != "ok":
        sys.exit(f"Flink did not answer: {answer.errors}")
    return time.monotonic() - start, flink.cpu_seconds() - before, answer.output


def digest(printed: str) -> tuple[int, str]:
    """Number and hash of the rows, whatever their order and the task that printed them."""
    rows = sorted(line.split("> ", 1)[-1] for line in printed.splitlines() if "+I[" in line)
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--binary", type=Path, default=ROOT / "target" / "release" / "waterwheel")
    chosen = options.parse_args()
    path = events(chosen.events)
    rounds = []
    with Flink(["-Xmx4g"]) as flink:
        for number in range(chosen.rounds):
            a, b = ours(chosen.binary, path, "blackhole"), theirs(flink, path, "blackhole")
            rounds.append((a, b))
            print(f"round {number + 1}: waterwheel {a[0]:.2f} s wall, {a[1]:.2f} CPU s; Flink {b[0]:.2f} s wall, {b[1]:.2f} CPU s", flush=True)
        answers = digest(ours(chosen.binary, path, "print")[2]), digest(theirs(flink, path, "print")[2])
    best = [min(r[side][1] for r in rounds) for side in (0, 1)]
    wall = [min(r[side][0] for r in rounds) for side in (0, 1)]
    for name, cpu in zip(("waterwheel", "Flink"), best):
        print(f"{name}: {chosen.events / cpu / 1e6:.2f} M events per CPU second (best of {chosen.rounds})")
    print(f"ratio: {best[1] / best[0]:.1f} per CPU second, {wall[1] / wall[0]:.1f} in wall time; load average {os.getloadavg()[0]:.1f}")
    print(f"answers: {answers[0][0]} rows {answers[0][1]}, Flink {answers[1][0]} rows {answers[1][1]}")
    return 0 if answers[0] == answers[1] else 1


if __name__ == "__main__":
    sys.exit(main())
