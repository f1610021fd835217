"""Tests of the golden generator that need no Flink: python3 -m unittest discover tools/flink

What is checked: changes add up to the right table, texts that vary between runs are taken out, expression files keep
everything but their answers, a failing batch of expressions is halved down to the one that fails, disorder is seeded.
"""
import random
import tempfile
import unittest
from pathlib import Path

import cases
import disorder
import expressions
from runtime import Answer


class FakeFlink:
    """Evaluates the expressions of a query with Python; a division by zero fails the whole query, as in Flink."""

    def __init__(self) -> None:
        self.questions = 0

    def ask(self, script: str, form: str) -> Answer:
        self.questions += 1
        selected = script.split("SELECT ")[1].split(" FROM ")[0]
        try:
            values = [str(eval(e.rsplit(" AS ", 1)[0])) for e in selected.split(", ")]
        except ZeroDivisionError:
            return Answer("runtime", "", [], ["Job failed (JobID: x)", "/ by zero\n\tat somewhere"])
        return Answer("ok", "\x1f".join(values) + "\x1e", ["INT"] * len(values), [])


class Folding(unittest.TestCase):
    def test_changes_add_up(self) -> None:
        texts = cases.rows_text("+I[a, 1]\n-U[a, 1]\n+U[a, 2]\n+I[b, 1]\n+I[b, 1]\n-D[b, 1]\n")
        self.assertEqual(texts["expected.txt"], "[a, 2]\n[b, 1]\n")

    def test_sinks_stay_apart_and_are_grouped(self) -> None:
        texts = cases.rows_text("y> +I[1]\nx> +I[1]\ny> +I[2]\n")
        self.assertEqual(texts["expected.txt"], "x> [1]\ny> [1]\ny> [2]\n")
        self.assertEqual(texts["changelog.txt"], "x> +I[1]\ny> +I[1]\ny> +I[2]\n")

    def test_a_retraction_of_nothing_is_refused(self) -> None:
        with self.assertRaises(AssertionError):
            cases.rows_text("-D[1]\n")

    def test_paths_and_ids_are_taken_out(self) -> None:
        text = cases.scrub("/tmp/in/x.json of 0123456789abcdef0123456789abcdef", {"IN": "/tmp/in"})
        self.assertEqual(text, "${IN}/x.json of <id>")

    def test_error_keeps_only_what_says_something(self) -> None:
        text = cases.error_text(Answer("plan", "", [], ["SQL validation failed. no x", "no x", "org.apache.flink.runtime.Y"]))
        self.assertEqual(text, "plan\nSQL validation failed. no x\n")


class Expressions(unittest.TestCase):
    def test_answers_are_replaced_and_the_rest_is_kept(self) -> None:
        text = "# about\ntable\n\n1 + 1\n    INT = 7\n2\n"
        self.assertEqual(expressions.fill(text, FakeFlink()), "# about\ntable\n\n1 + 1\n    INT = 2\n2\n    INT = 2\n")

    def test_a_failing_expression_does_not_spoil_the_others(self) -> None:
        flink = FakeFlink()
        filled = expressions.fill("table\n1\n1 // 0\n3\n4\n", flink)
        self.assertEqual(filled, "table\n1\n    INT = 1\n1 // 0\n    ! runtime: / by zero\n3\n    INT = 3\n4\n    INT = 4\n")
        self.assertEqual(flink.questions, 5)

    def test_control_characters_stay_on_their_line(self) -> None:
        self.assertEqual(expressions.escape("a\n\\b"), "a\\u000a\\\\b")


class Disorder(unittest.TestCase):
    def test_one_seed_one_case(self) -> None:
        self.assertEqual(disorder.rows(random.Random(3)), disorder.rows(random.Random(3)))
        with tempfile.TemporaryDirectory() as folder:
            case = disorder.write(Path(folder), 3)
            self.assertEqual(len((case / "in" / "ev.json").read_text().splitlines()), disorder.ROWS)


if __name__ == "__main__":
    unittest.main()
