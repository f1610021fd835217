"""Random cases around the rule by which Flink emits watermarks.

A filesystem source moves its watermark per row, and only when it would grow by more than 200 ms; a row is late
against the last one emitted. Rows here are spaced so that this threshold is crossed, met and missed by a millisecond
all the time, windows are a few hundred milliseconds to a second long. The answer tells which ids each window kept,
so that one row on the wrong side shows: tumbling windows list them, the others give their sums, since Flink joins the
lists of a window's panes in an order of its own.
"""
import json
import random
from datetime import datetime, timedelta
from pathlib import Path

ROWS = 300
STEPS_MS = [0, 1, 7, 40, 99, 100, 101, 199, 200, 201, 202, 260, 400]
BACK_MS = [0, 0, 0, 1, 50, 150, 199, 200, 201, 250, 399, 400, 401, 700, 1500]
WINDOWS = {
    "tumble": ["TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.2' SECOND)", "TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.5' SECOND)",
               "TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)"],
    "hop": ["HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.2' SECOND, INTERVAL '0.6' SECOND)",
            "HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.25' SECOND, INTERVAL '1' SECOND)"],
    "cumulate": ["CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.25' SECOND, INTERVAL '1' SECOND)"],
}
DELAYS = ["ts", "ts - INTERVAL '0.1' SECOND", "ts - INTERVAL '0.2' SECOND", "ts - INTERVAL '0.001' SECOND"]

JOB = """\
-- Seed {seed}: which rows a {kind} window keeps when disorder plays around the 200 ms watermark rule.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS {watermark}
) WITH ('connector' = 'filesystem', 'path' = '${{IN}}/ev.json', 'format' = 'json');
CREATE TABLE kept (ws TIMESTAMP(3), we TIMESTAMP(3), {key_column}n BIGINT, {ids_columns}) WITH ('connector' = 'print');
INSERT INTO kept
SELECT window_start, window_end, {key}COUNT(*), {ids}
FROM TABLE({window})
GROUP BY window_start, window_end{group};
"""


def write(folder: Path, seed: int) -> Path:
    """Writes the case `<kind>-<seed>` and returns its folder."""
    rng = random.Random(seed)
    kind = rng.choice(["tumble", "tumble", "hop", "cumulate"])
    case = folder / f"{kind}-{seed:02}"
    (case / "in").mkdir(parents=True, exist_ok=True)
    (case / "in" / "ev.json").write_text("".join(json.dumps(row) + "\n" for row in rows(rng)), "utf-8")
    (case / "job.sql").write_text(job(rng, kind, seed), "utf-8")
    (case / "case.toml").write_text("# The answer could depend on Flink's wall-clock tick: believe it when several runs agree.\nagree = 3\n", "utf-8")
    return case


def job(rng: random.Random, kind: str, seed: int) -> str:
    keyed = rng.random() < 0.6
    return JOB.format(seed=seed, kind=kind, window=rng.choice(WINDOWS[kind]), watermark=rng.choice(DELAYS),
                      ids_columns="ids STRING" if kind == "tumble" else "ids INT, squares INT",
                      ids="LISTAGG(CAST(id AS STRING))" if kind == "tumble" else "SUM(id), SUM(id * id)",
                      key_column="k STRING, " if keyed else "", key="k, " if keyed else "", group=", k" if keyed else "")


def rows(rng: random.Random) -> list[dict]:
    """Time goes forward by odd steps; every row may lie somewhat behind it."""
    now, out = datetime(2024, 5, 1, 10) + timedelta(milliseconds=rng.randrange(1000)), []
    for number in range(ROWS):
        now += timedelta(milliseconds=rng.choice(STEPS_MS))
        at = now - timedelta(milliseconds=rng.choice(BACK_MS))
        out.append({"id": number, "k": rng.choice("abc"), "ts": at.isoformat(" ", "milliseconds")})
    return out
