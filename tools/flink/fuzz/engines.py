"""Asking both sides: the real Flink through ../runtime.py, this engine as a process of its own."""
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import cases
from expressions import telling
from runtime import Flink

from .compare import Outcome, changes
from .tree import Script

ROOT = Path(__file__).resolve().parents[3]
ENGINE_SECONDS_MAX = 60
STATUS = {0: "ok", 1: "runtime", 2: "plan"}


def build() -> tuple[Path, str]:
    """Builds the engine; its binary and the listing of its functions."""
    subprocess.run(["cargo", "build", "--quiet", "-p", "waterwheel-cli"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    binary = ROOT / target / "debug" / "waterwheel"
    return binary, subprocess.run([binary, "functions"], check=True, capture_output=True, text=True).stdout


def write(script: Script, folder: Path) -> str:
    """Writes the tables' files below `folder`/in and returns the script's text with that path in it."""
    (folder / "in").mkdir(parents=True, exist_ok=True)
    for table in script.tables:
        (folder / "in" / table.file()).write_text(table.data(), "utf-8")
    return cases.fill(script.sql(), {"IN": str(folder / "in")})


def ask_flink(flink: Flink, script: Script, changed: Callable[[str], str] = str) -> Outcome:
    """What Flink answers to the script, its text changed so."""
    with tempfile.TemporaryDirectory() as folder:
        answer = flink.ask(changed(write(script, Path(folder))))
    message = telling(answer.errors)[-1] if answer.errors else ""
    return Outcome(answer.status, changes(answer.output), message)


def ask_engine(binary: Path, script: Script, shards: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        job = Path(folder) / "job.sql"
        job.write_text(write(script, Path(folder)), "utf-8")
        try:
            ran = subprocess.run([binary, "run", job, "--shards", str(shards)], capture_output=True, timeout=ENGINE_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            return Outcome("timeout", [], f"no end after {ENGINE_SECONDS_MAX} s")
    printed, told = ran.stdout.decode("utf-8", "replace"), ran.stderr.decode("utf-8", "replace")
    crashed = "panicked at" in told or ran.returncode not in STATUS
    return Outcome("bug" if crashed else STATUS[ran.returncode], changes(printed), told.strip())


