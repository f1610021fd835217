"""Tests of the random queries that need neither Flink nor the engine: python3 -m unittest discover tools/flink

What is checked: one seed gives one script, every script renders and is balanced; the engine's listing decides which
functions are called; answers compare as tables; known differences explain
themselves only, and are documented; the reducer keeps what it must and nothing else.
"""
import random
import unittest
from pathlib import Path

from fuzz import explained
from fuzz.compare import Outcome, changes, difference, sort_maps
from fuzz.explained import CLASSES
from fuzz.queries import Scripts
from fuzz.reduce import reduce
from fuzz.signatures import CALLS, LITERALS, SIMPLE, VARIABLES, call, register
from fuzz.tree import Column, Expr, Item, Ref, Script, Select, Table

LISTING = """\
Text
UPPER(text)                      The text in capitals.
ABS(number)                      The number without its sign.
SHINY(text, length[, padding])   New, and called without anyone saying how.
STRANGE(whatever)                Its argument is no known word.
RAND([seed])                     Another each time.

Aggregates
SUM(number)                      The sum.
"""


def scripts(count: int) -> list[Script]:
    functions = register(LISTING)
    return [Scripts(random.Random(f"7/{i}"), functions).script() for i in range(count)]


class Generating(unittest.TestCase):
    def test_one_seed_one_script(self) -> None:
        self.assertEqual(scripts(30), scripts(30))

    def test_every_script_renders(self) -> None:
        for script in scripts(300):
            text = script.sql()
            self.assertEqual(text.count("("), text.count(")"), text)
            self.assertTrue(all(len(row) == len(table.columns) for table in script.tables for row in table.rows))

    def test_rows_have_nulls_duplicates_and_disorder(self) -> None:
        rows = [table.rows for script in scripts(100) for table in script.tables]
        self.assertTrue(any(value is None for table in rows for row in table for value in row))
        self.assertTrue(any(len({row[1:-1] for row in map(hashable, table)}) < len(table) for table in rows))
        self.assertTrue(any([row[-1] for row in table] != sorted(row[-1] for row in table) for table in rows))


def hashable(row: tuple) -> tuple:
    return tuple(str(value) for value in row)


class Functions(unittest.TestCase):
    def test_only_listed_functions_are_called(self) -> None:
        names = {c.name() for calls in register(LISTING).by_kind.values() for c, _ in calls}
        self.assertEqual(names - {"", "CASE", "CAST", "TRY_CAST"}, {"UPPER", "ABS", "SHINY"})

    def test_new_functions_join_by_their_syntax(self) -> None:
        functions = register(LISTING)
        self.assertEqual([c.template for c, _ in functions.by_kind["ANY"]], [("SHINY(", "TEXT", ", ", "size", ")")])
        self.assertEqual(functions.unknown, ("STRANGE",))

    def test_every_brace_is_a_kind_a_variable_or_a_literal(self) -> None:
        kinds = {*SIMPLE, *VARIABLES, "BYTES", "IDAY", "IMONTH", "ROW", "OUTER", "ARRAY", "MAP", *LITERALS}
        for line in CALLS.strip().splitlines():
            for name in call(line).template[1::2]:
                self.assertLessEqual(set(name.split(":")), kinds, line)


class Comparing(unittest.TestCase):
    def compare(self, flink: str, ours: str, ordered: bool = False) -> str:
        return difference(Outcome("ok", changes(flink)), Outcome("ok", changes(ours)), ordered)

    def test_changes_are_added_up(self) -> None:
        self.assertEqual(self.compare("+I[a, 1]\n-U[a, 1]\n+U[a, 2]\n", "2> +I[a, 1]\n2> -U[a, 1]\n2> +U[a, 2]\n"), "")
        self.assertEqual(self.compare("+I[a, 1]\n-U[a, 1]\n+U[a, 2]\n", "+I[a, 2]\n"), "")
        self.assertEqual(self.compare("+I[a]\n", "+I[a]\n+I[a]\n"), "rows differ")
        self.assertEqual(self.compare("+I[a]\n", "+I[a]\n-D[b]\n"), "rows differ")

    def test_inserts_stay_inserts(self) -> None:
        self.assertEqual(self.compare("+I[a]\n", "+I[b]\n-U[b]\n+U[a]\n"), "updates where Flink only inserts")

    def test_order_counts_where_it_is_asked_for(self) -> None:
        self.assertEqual(self.compare("+I[1]\n+I[2]\n", "+I[2]\n+I[1]\n"), "")
        self.assertEqual(self.compare("+I[1]\n+I[2]\n", "+I[2]\n+I[1]\n", ordered=True), "rows or their order differ")

    def test_last_digits_and_order_of_maps_do_not_count(self) -> None:
        self.assertEqual(self.compare("+I[0.30000000000000004]\n", "+I[0.3]\n"), "")
        self.assertEqual(self.compare("+I[0.31]\n", "+I[0.3]\n"), "rows differ")
        self.assertEqual(sort_maps("[{b=1, a=2}, {}]"), "[{a=2, b=1}, {}]")

    def test_both_failing_alike_is_the_same(self) -> None:
        self.assertEqual(difference(Outcome("plan", [], "x"), Outcome("plan", [], "y"), False), "")
        self.assertEqual(difference(Outcome("plan", []), Outcome("runtime", []), False), "Flink: plan, here: runtime")
        self.assertEqual(difference(Outcome("bug", []), Outcome("bug", []), False), "Flink: bug, here: bug")


class Explaining(unittest.TestCase):
    def test_every_class_is_documented(self) -> None:
        text = (Path(__file__).parents[2] / "engine" / "ARCHITECTURE.md").read_text("utf-8").split("## Differences from Flink")[1]
        for known in CLASSES:
            self.assertIn(f"| {known.name} |", text)

    def test_a_class_explains_no_more_than_it_says(self) -> None:
        one = lambda row: Outcome("ok", [("+I", row)])
        explanation = lambda sql, flink, ours: explained.explanation(sql, flink, ours, lambda _: flink, lambda: one("[2]"))
        self.assertEqual(explanation("SELECT STDDEV_SAMP(a)", one("[-1]"), one("[null]")).name, "NULL of a NOT NULL type")
        self.assertIsNone(explanation("SELECT STDDEV_SAMP(a)", one("[-1]"), one("[2]")))
        self.assertIsNone(explanation("SELECT MIN(a)", one("[-1]"), one("[null]")))
        sums = one("[a, null]"), one("[a, 6.1E-9]")
        self.assertEqual(explanation("c DECIMAL(38, 10) SUM(c) HOP(ts", *sums).name, "DECIMAL sums beyond 38 digits in panes and of several inputs")
        self.assertIsNone(explanation("c DECIMAL(38, 10) SUM(c) HOP(ts", one("[a, 1.5]"), one("[a, 6.1E-9]")))
        stamps = one("[1999-11-30T00:00:00.000000001]"), one("[1999-11-30T00:00]")
        self.assertEqual(explanation("c TIMESTAMP(9)", *stamps).name, "fraction with leading zeros")
        self.assertIsNone(explanation("c TIMESTAMP(3)", *stamps))
        late = one("[+1702337-05-21]"), one("[+1705471-09-24]")
        self.assertEqual(explanation("FLOOR(TO_DATE(k, 'yyyy') TO WEEK)", *late).name, "dates of a far future")
        self.assertIsNone(explanation("FLOOR(TO_DATE(k, 'yyyy') TO WEEK)", one("[2024-05-01]"), one("[2024-05-02]")))
        updates = Outcome("ok", [("+I", "[1]"), ("-U", "[1]"), ("+U", "[2]")])
        nested = "SELECT a0, MIN(g)\nFROM (SELECT g, AVG(1) AS a0\nFROM t\nGROUP BY g) AS s\nGROUP BY a0"
        self.assertEqual(explanation(nested, one("[2]"), updates).name, "order of groups below an aggregate")
        self.assertIsNone(explanation("SELECT MIN(g)\nFROM t\nGROUP BY a0", one("[2]"), updates))
        self.assertIsNone(explained.explanation(nested, one("[2]"), updates, lambda _: one("[2]"), lambda: updates))
        self.assertIsNone(explanation("", Outcome("runtime", [], "NullPointerException"), Outcome("bug", [])))
        self.assertIsNone(explanation("", Outcome("runtime", [], "/ by zero"), one("[1]")))


    def test_a_class_asks_flink_for_what_fields_do_not_show(self) -> None:
        explanation = lambda *asked: explained.explanation(*asked, lambda: self.fail("this engine was asked"))
        one = lambda *rows: Outcome("ok", [("+I", row) for row in rows])
        order = "SET 'execution.runtime-mode' = 'batch';\nSELECT a\nFROM t\nORDER BY a\nLIMIT 1;\n-- {\"a\": \"NaN\"}"
        everything = lambda changed: one("[1.5]", "[2.5]") if "ORDER BY" not in changed(order) else self.fail(order)
        self.assertEqual(explanation(order, one("[1.5]"), one("[2.5]"), everything).name, "NaN in ORDER BY")
        self.assertIsNone(explanation(order, one("[1.5]"), one("[3.5]"), everything))
        failed, updated = Outcome("runtime", [], "no number: x"), Outcome("ok", [("+I", "[1]"), ("-U", "[1]"), ("+U", "[2]")])
        self.assertEqual(explanation("SELECT", failed, updated, lambda _: one("[2]")).name, "result that is updated at once")
        self.assertIsNone(explanation("SELECT", failed, updated, lambda _: one("[1]")))
        self.assertIsNone(explanation("SELECT", failed, updated, lambda _: failed))
        key = 'SELECT a0 AS o1, COUNT(*) AS o2\nFROM (SELECT AVG(c) AS a0\nFROM t\nGROUP BY k) AS s\nGROUP BY a0;\n-- {"c": "NaN"}'
        once = lambda changed: one("[NaN, 2]") if changed(key).count("TRY_CAST(CAST(a0 AS STRING) AS DOUBLE)") == 2 else self.fail(changed(key))
        self.assertEqual(explanation(key, one("[NaN, 1]", "[NaN, 1]"), one("[NaN, 2]"), once).name, "NaN that was computed")
        self.assertIsNone(explanation(key, one("[NaN, 1]", "[NaN, 1]"), one("[NaN, 3]"), once))
        element = "SELECT COALESCE((ARRAY[1, 2, 2])[6], id) FROM t WHERE (ARRAY['a', 'b'])[2] = MAP['a', 1]['b']"
        cast = ["CAST(ARRAY[1, 2, 2] AS ARRAY<INT>)", "CAST(ARRAY['a', 'b'] AS ARRAY<CHAR(1)>)", "CAST(MAP['a', 1] AS MAP<CHAR(1), INT>)"]
        null = lambda changed: one("[7]") if all(part in changed(element) for part in cast) else self.fail(changed(element))
        self.assertEqual(explanation(element, one("[-1]"), one("[7]"), null).name, "element that a constant does not have")
        self.assertIsNone(explanation(element, one("[-1]"), one("[8]"), null))
        self.assertEqual(explained.with_nullable_elements("(ARRAY[1.5E0, 0E0])[3]"), "(CAST(ARRAY[1.5E0, 0E0] AS ARRAY<DOUBLE>))[3]")
        arrays = "SELECT ARRAY_EXCEPT((ARRAY[el, MONTH(ts)]), ARRAY_REMOVE(ARRAY['a, (', k], 'x'))"
        written = "ARRAY_EXCEPT(CAST((ARRAY[el, MONTH(ts)]) AS ARRAY<T>), CAST(ARRAY_REMOVE(CAST(ARRAY['a, (', k] AS ARRAY<T>), 'x') AS ARRAY<T>))"
        self.assertEqual(explained.with_written_casts("T")(arrays), "SELECT " + written)
        to_text = lambda changed: one("[[5]]") if "ARRAY<STRING>" in changed(arrays) else one("[[0, 5]]")
        self.assertEqual(explanation(arrays, one("[[0, 5]]"), one("[[5]]"), to_text).name, "NULL in an array that is cast without a word")
        self.assertIsNone(explanation(arrays, one("[[0, 5]]"), one("[[6]]"), to_text))

    def test_a_time_before_1970_is_compared_as_a_later_one(self) -> None:
        one = lambda row: Outcome("ok", [("+I", row)])
        script = "SELECT ts FROM t WHERE (TRY_CAST(c3 AS TIME)) >= (TIME '10:20:30')"
        later = lambda changed: one("[7]") if "TRY_CAST(c3 + INTERVAL '300' YEAR(3) AS TIME)" in changed(script) else self.fail(changed(script))
        asked = script, Outcome("ok", []), one("[7]")
        self.assertEqual(explained.explanation(*asked, later, None).name, "CAST of a TIMESTAMP before 1970 to TIME")
        self.assertIsNone(explained.explanation(*asked, lambda _: one("[8]"), None))
        in_parentheses = explained.with_later_times("SELECT CAST((TIMESTAMP '1969-12-31 23:59:59') AS TIME(0))")
        self.assertEqual(in_parentheses, "SELECT CAST((TIMESTAMP '1969-12-31 23:59:59') + INTERVAL '300' YEAR(3) AS TIME(0))")

    def test_updates_are_explained_by_flinks_own(self) -> None:
        once, updates = Outcome("ok", [("+I", "[2]")]), Outcome("ok", [("+I", "[1]"), ("-U", "[1]"), ("+U", "[2]")])
        alone = lambda: self.fail("this engine was asked")
        batched = "SET 'table.exec.mini-batch.enabled' = 'true';\nSET 'table.exec.mini-batch.size' = '5';\nSELECT COUNT(*) FROM t"
        one_by_one = lambda changed: updates if changed(batched) == "SELECT COUNT(*) FROM t" else self.fail(changed(batched))
        self.assertEqual(explained.explanation(batched, once, updates, one_by_one, alone).name, "mini-batches")
        self.assertIsNone(explained.explanation(batched, once, updates, lambda _: once, alone))
        union = "SELECT MIN(g) FROM (SELECT g AS g\nFROM t\nWHERE g > (1)\nUNION ALL\nSELECT g AS g\nFROM t2) AS s;"
        swapped = "SELECT MIN(g) FROM (SELECT g AS g\nFROM t2\nUNION ALL\nSELECT g AS g\nFROM t\nWHERE g > (1)) AS s;"
        self.assertEqual(explained.with_inputs_swapped(union), swapped)
        self.assertEqual(explained.explanation(union, once, updates, lambda _: updates, alone).name, "order of a union's inputs")
        self.assertIsNone(explained.explanation(union, once, updates, lambda _: once, alone))

    def test_a_map_to_group_by_is_refused_once_there_are_rows(self) -> None:
        refused, nothing = Outcome("plan", [], "batch mode does not group by MAP"), Outcome("ok", [])
        script = "SELECT DISTINCT m AS o1\nFROM t\nWHERE 1 <> 1\nLIMIT 0;\n"
        grouped = lambda changed: Outcome("plan", [], "") if changed(script) == "SELECT DISTINCT m AS o1\nFROM t;\n" else self.fail(changed(script))
        self.assertEqual(explained.explanation(script, nothing, refused, grouped, None).name, "MAP to group by that nobody needs")
        self.assertIsNone(explained.explanation(script, nothing, refused, lambda _: nothing, None))


class Reducing(unittest.TestCase):
    def test_what_matters_is_left(self) -> None:
        """The 'difference': the query says UPPER somewhere and some row has g = 2."""
        table = Table("t", (Column("id", "INT", "INT"), Column("g", "INT", "INT"), Column("k", "STRING", "TEXT")),
                      tuple((i, i % 5, "x") for i in range(20)), "ts AS ts")
        k = table.columns[2].expr()
        upper = Expr("TEXT", ("LOWER(", Expr("TEXT", ("CONCAT(", Expr("TEXT", ("UPPER(", k, ")")), ", ", k, ")")), ")"))
        query = Select((Item(k, "a"), Item(upper, "b"), Item(table.columns[0].expr(), "c")), Ref("t"), Expr("BOOL", (k, " IS NULL")))
        script = Script((("key", "value"),), (table,), (), query, False)

        def still_differs(candidate: Script) -> bool:
            rows = [row for t in candidate.tables for row in t.rows]
            at = [column.name for column in candidate.tables[0].columns].index("g") if "g INT" in candidate.sql() else None
            return "UPPER" in candidate.sql() and at is not None and any(row[at] == 2 for row in rows)

        small = reduce(script, still_differs)
        self.assertEqual(small.query.sql(), "SELECT UPPER(k) AS b\nFROM t")
        self.assertEqual((small.settings, small.tables[0].rows, small.tables[0].watermark), ((), ((2,),), ""))

    def test_it_stops_when_its_tries_are_used_up(self) -> None:
        asked = []
        reduce(scripts(1)[0], lambda script: asked.append(script) is not None, 7)
        self.assertEqual(len(asked), 7)


if __name__ == "__main__":
    unittest.main()
