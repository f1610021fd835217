"""Differences that are kept on purpose, each with its reason; tests/sql and the README's section name the same ones.

A class says as tightly as it can when it holds: by what the script says and by how both sides ended. Whatever no class
explains fails the run.
"""
import re
from collections.abc import Callable
from dataclasses import dataclass

from .compare import Outcome


@dataclass(frozen=True)
class Explained:
    """`holds` gets the script's text and how Flink and this engine ended."""

    name: str
    reason: str
    holds: Callable[[str, Outcome, Outcome], bool]


CLASSES: list[Explained] = []


def explanation(sql: str, flink: Outcome, ours: Outcome) -> Explained | None:
    return next((c for c in CLASSES if c.holds(sql, flink, ours)), None)
