"""Differences that are kept on purpose, each with its reason; engine/ARCHITECTURE.md names the same ones.

A class says as tightly as it can when it holds: by what the script says and by how both sides ended; and, where the fields
that differ do not show the reason, by what Flink answers to a script in which it is gone. Whatever no class explains fails
the run.
"""
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from .compare import TOKEN, Outcome, close, difference, table, unmatched


def same_answer(again: Outcome, flink: Outcome, ours: Outcome) -> bool:
    """Whether Flink's answer to the changed script is what this engine answered to the script."""
    return not difference(Outcome(again.status, added_up(again)), Outcome(ours.status, added_up(ours)), False)


def added_up(outcome: Outcome) -> list[tuple[str, str]]:
    return [("+I" if count > 0 else "-D", row) for row, count in table(outcome.changes).items() for _ in range(abs(count))]


@dataclass(frozen=True)
class Explained:
    """`holds` gets the script's text, its files behind it, and how Flink and this engine ended. Where there is a `changed`, which makes
    another script of the text, Flink is asked that as well, and `agrees` gets its answer and the two others. `alone`: this engine is asked
    again, and on one shard it must answer as Flink does."""

    name: str
    reason: str
    holds: Callable[[str, Outcome, Outcome], bool]
    changed: Callable[[str], str] | None = None
    agrees: Callable[[Outcome, Outcome, Outcome], bool] = same_answer
    alone: bool = False


# What Flink says when its own code, not the query or the data, is at fault.
CRASHES = re.compile(r"NullPointerException|NoSuchElementException|Cannot invoke \".*\" because .*\".*\" is null|cannot be cast to class org\.apache\.(?:flink|calcite)|does not match number \[\d+\] of expressions|[Cc]annot be compiled|Assignment conversion not possible"
                     r"|Zero-length character strings have no serializable|does not support retraction, Please choose|Mismatch of function's argument data type|IndexOutOfBoundsException|Index \d+ out of bounds|CodeGenException|scala\.MatchError"
                     r"|Type mismatch:\nrel rowtype|Cannot add expression of different type to set|^must be sorted: \[\{|Unsupported call: (?:\$|(?:TUMBLE|HOP|SESSION)_)|\(of class org\.apache\.flink\.table\.types\.logical|Row arity: \d+, but serializer arity")
LONG_FRACTION = re.compile(r"(:\d\d)\.000\d*")
DECIMAL = re.compile(r"-?\d+(\.\d+)?(E-?\d+)?")
DOUBLE = re.compile(r"-?Infinity|-?\d+\.\d+(E-?\d+)?")
LATE_DATE = re.compile(r"\+\d{5,}-\d\d-\d\d")
WHOLE_SECONDS = re.compile(r"(T\d\d:\d\d):00(?!\d|\.)")


def flink_crashes(sql: str, flink: Outcome, ours: Outcome) -> bool:
    # A NULL among rows WITH ORDINALITY is a row that is too short, which batch mode does not notice until it is read.
    short_row = "'batch'" in sql and "WITH ORDINALITY" in sql and rows_differ(flink, ours) and not unmatched(table(flink.changes), table(ours.changes))[1]
    return short_row or flink.status in ("plan", "runtime") and ours.status in ("ok", "runtime") and bool(CRASHES.search(flink.message))


def rows_differ(flink: Outcome, ours: Outcome) -> bool:
    return (flink.status, ours.status) == ("ok", "ok") and any(unmatched(table(flink.changes), table(ours.changes)))


def rows_equal_after(change: Callable[[str], str], flink: Outcome, ours: Outcome) -> bool:
    """Whether both printed the same table only once every row is changed so."""
    if not rows_differ(flink, ours):
        return False
    tables = (table([(kind, change(row)) for kind, row in outcome.changes]) for outcome in (flink, ours))
    return not any(unmatched(*tables))


def rows_equal_but(fields: Callable[[str, str], bool], flink: Outcome, ours: Outcome) -> bool:
    """Whether both printed the same table only where fields that differ so count as the same."""
    if not rows_differ(flink, ours):
        return False
    def same(a: str, b: str) -> bool:
        left, right = TOKEN.split(a), TOKEN.split(b)
        return len(left) == len(right) and all(x == y or close(x, y) or fields(x, y) for x, y in zip(left, right))
    return not any(unmatched(table(flink.changes), table(ours.changes), same))


def one_is_null(a: str, b: str) -> bool:
    return "null" in (a, b) and bool(DECIMAL.fullmatch(b if a == "null" else a))


def null_is_no_null(sql: str, flink: Outcome, ours: Outcome) -> bool:
    if re.search(r"\b[LR]PAD\(", sql) and ours.status == "runtime" and "gives NULL, but no argument may be NULL" in ours.message:
        return flink.status == "ok"
    asked = re.search(r"(STDDEV|STDDEV_SAMP|VAR_SAMP|VARIANCE|LISTAGG|ARRAY_AGG)\(", sql) or reads_element(sql)
    refused = any(o.status == "runtime" and re.search("is NOT NULL, (however, a null value|but a NULL) is being written", o.message) for o in (flink, ours))
    if refused:
        return bool(asked) and "ok" in (flink.status, ours.status)
    if asked and "'table.exec.sink.not-null-enforcer' = 'DROP'" in sql and rows_differ(flink, ours):
        missing, surplus = unmatched(table(flink.changes), table(ours.changes))
        return not missing and all("-1" in re.split(r"[\[\], ]+", row) for row in surplus)
    mark = lambda a, b: a in ("null", "-1", "-1.0")
    if re.search(r"\b(STDDEV|STDDEV_SAMP|VAR_SAMP|VARIANCE)\(\(?-?[\d.]+(E0)?\)", sql) and rows_equal_but(mark, flink, ours):
        return True     # What is computed of the -1 that this engine has.
    unmark = lambda row: ", ".join("null" if field.strip() in ("", "-1", "-1.0") else field for field in row[1:-1].split(", "))
    return bool(asked) and rows_equal_after(unmark, flink, ours)


CONSTANT = r"(?:-?\d+(?:(?:\.\d+)?E0)?|'(?:[^'\n]|'')*')"
CONSTANT_COLLECTION = re.compile(rf"(ARRAY|MAP)\[({CONSTANT}(?:, {CONSTANT})*)\]")


def reads_element(sql: str) -> bool:
    return bool(re.search(r"((MAP|ARRAY)\[.*\]\)*(, [^\n()]*\))*\[|\bELEMENT\()", sql))


def element_is_missed(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return (flink.status, ours.status) == ("ok", "ok") and bool(re.search(r"[\])]\[", sql)) and with_nullable_elements(sql) != sql


def with_nullable_elements(sql: str) -> str:
    """The script with every collection of constants cast to one whose elements may be NULL: so is the one that it does not have."""
    def nullable(found: re.Match) -> str:
        values = re.findall(CONSTANT, found[2])
        types = [type_of(values[:1]), type_of(values[1::2])] if found[1] == "MAP" else [type_of(values)]
        return f"CAST({found[0]} AS {found[1]}<{', '.join(types)}>)"
    return CONSTANT_COLLECTION.sub(nullable, sql)


def type_of(constants: list[str]) -> str:
    """The type of a collection's constants."""
    if constants[0].startswith("'"):
        lengths = {len(text[1:-1].replace("''", "'")) for text in constants}
        return f"{'CHAR' if len(lengths) == 1 else 'VARCHAR'}({max(1, *lengths, 0)})"
    return "DOUBLE" if "E" in constants[0] else "INT"


def array_loses_null(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return rows_differ(flink, ours) and bool(OF_ARRAYS.search(sql))


# Functions whose arrays are cast to a common type, and how many of their first arguments are arrays.
OF_ARRAYS = re.compile(r"\bARRAY_(EXCEPT|INTERSECT|UNION|CONCAT|APPEND|PREPEND|REMOVE|CONTAINS|POSITION)\(")


def with_written_casts(element: str) -> Callable[[str], str]:
    """Makes the script in which arrays of different types are cast by CAST, to arrays of this element."""
    def written(sql: str) -> str:
        for found in reversed(list(OF_ARRAYS.finditer(sql))):
            parts = arguments(sql[found.end():])
            arrays = len(parts) if found[1] in ("EXCEPT", "INTERSECT", "UNION", "CONCAT") else 1
            cast = [f"CAST({part} AS ARRAY<{element}>)" if at < arrays else part for at, part in enumerate(parts)]
            sql = sql[:found.end()] + ", ".join(cast) + sql[found.end() + len(", ".join(parts)):]
        return sql
    return written


def arguments(behind: str) -> list[str]:
    """The arguments of a call, of which this text begins behind the parenthesis."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, character in enumerate(behind):
        quoted ^= character == "'"
        depth += 0 if quoted else (character in "([") - (character in ")]")
        if depth < 0 or depth == 0 and not quoted and behind[at:at + 2] == ", ":
            parts.append(behind[start:at])
            start = at + 2
        if depth < 0:
            break
    return parts


def fraction_is_kept(sql: str, flink: Outcome, ours: Outcome) -> bool:
    cut = lambda row: WHOLE_SECONDS.sub(r"\1", LONG_FRACTION.sub(r"\1", row))
    return bool(re.search(r"TIMESTAMP(_LTZ)?\([69]\)", sql)) and rows_equal_after(cut, flink, ours)


def time_is_expanded(sql: str, flink: Outcome, ours: Outcome) -> bool:
    over_time = re.search(r"(ROLLUP|CUBE|GROUPING SETS) \([^\n]*\bts\b", sql)
    return bool(over_time) and flink.status == "runtime" and "RowTime field should not be null" in flink.message and ours.status == "ok"


def nan_is_sorted(sql: str, flink: Outcome, ours: Outcome) -> bool:
    in_any_order = lambda row: " ".join(sorted(re.split(r"[\[\], ]+", row)))
    return "ARRAY_SORT(" in sql and any("NaN" in row for _, row in flink.changes) and rows_equal_after(in_any_order, flink, ours)


def json_lacks_quotes(sql: str, flink: Outcome, ours: Outcome) -> bool:
    legacy = re.search(r"GROUP BY (TUMBLE|HOP|SESSION)\(", sql)
    return bool(legacy) and "JSON_ARRAYAGG(" in sql and rows_equal_after(lambda row: row.replace('"', ""), flink, ours)


def sum_overflows(sql: str, flink: Outcome, ours: Outcome) -> bool:
    asked = re.search(r"\b(SUM|AVG)\(", sql) and "DECIMAL(38" in sql and re.search(r"\b(TUMBLE|HOP|CUMULATE|SESSION)\(|UNION ALL", sql)
    overflowed = any("null" in row for _, row in flink.changes + ours.changes)
    large = lambda a, b: bool(DECIMAL.fullmatch(a) and DECIMAL.fullmatch(b)) and max(abs(float(a)), abs(float(b))) > 1e27
    return bool(asked) and rows_equal_but(lambda a, b: one_is_null(a, b) or overflowed and large(a, b), flink, ours)


def distinct_texts_in_any_order(sql: str, flink: Outcome, ours: Outcome) -> bool:
    windowed = re.search(r"\b(TUMBLE|HOP|CUMULATE|SESSION)\(|'table.exec.mini-batch.enabled' = 'true'", sql)
    in_any_order = lambda row: " ".join(sorted(re.split(r"[\[\], ]+", row)))
    return bool(windowed) and "LISTAGG(DISTINCT" in sql and rows_equal_after(in_any_order, flink, ours)


def one_is_nan(a: str, b: str) -> bool:
    return "NaN" in (a, b) and bool(DOUBLE.fullmatch(b if a == "NaN" else a))


def nan_came_first(sql: str, flink: Outcome, ours: Outcome) -> bool:
    asked = re.search(r"\b(MIN|MAX)\(", sql) and "UNION ALL" in sql
    return bool(asked) and rows_equal_but(one_is_nan, flink, ours)


def infinity_taken_back(sql: str, flink: Outcome, ours: Outcome) -> bool:
    asked = "'batch'" not in sql and re.search(r"\b(SUM|AVG|STDDEV\w*|VAR\w*)\(", sql)
    return bool(asked) and rows_equal_but(one_is_nan, flink, ours)


def computed_nan_is_a_key(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return bool(re.search(r"NaN|Infinity", sql)) and rows_differ(flink, ours) and by_text(sql) != sql


def by_text(sql: str) -> str:
    """The script with the aggregates that the outer query groups by made texts and numbers again: then one NaN is as another."""
    for key in set(re.findall(r"\ba\d\b", " ".join(re.findall(r"\nGROUP BY .*", sql)))):
        sql = re.sub(rf"(?<! AS )\b{key}\b", f"TRY_CAST(CAST({key} AS STRING) AS DOUBLE)", sql)
    return sql


def fails_before_an_update(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return "'batch'" not in sql and (flink.status, ours.status) == ("runtime", "ok")


def in_batch_mode(sql: str) -> str:
    """The script where no result is put out before the last."""
    return "SET 'execution.runtime-mode' = 'batch';\n" + sql


def nan_in_order(sql: str, flink: Outcome, ours: Outcome) -> bool:
    batch = "'batch'" in sql and "ORDER BY" in sql
    has_nan = '"NaN"' in sql or any("NaN" in row for _, row in flink.changes + ours.changes)
    return batch and has_nan and (flink.status, ours.status) == ("ok", "ok") and len(flink.changes) == len(ours.changes)


def without_order(sql: str) -> str:
    return re.sub(r"\n(ORDER BY|LIMIT) [^\n;]*", "", sql)


def some_of_all(everything: Outcome, flink: Outcome, ours: Outcome) -> bool:
    """Whether both have printed rows that there are, and one that has printed all of them no others."""
    there = table(everything.changes)
    return everything.status == "ok" and not any(unmatched(table(o.changes), there)[0] for o in (flink, ours))


def last_digits(sql: str, flink: Outcome, ours: Outcome) -> bool:
    long = re.compile(r"-?\d{16,}")
    near = lambda a, b: bool(long.fullmatch(a) and long.fullmatch(b)) and math.isclose(int(a), int(b), rel_tol=1e-14)
    return bool(re.search(r"\b(STDDEV|VAR)\w*\(", sql)) and rows_equal_but(near, flink, ours)


def time_before_1970(sql: str, flink: Outcome, ours: Outcome) -> bool:
    asked = re.search(r"CAST\(.* AS TIME(\(\d\))?\)", sql) and re.search(r"\b(1[0-8]\d\d|19[0-6]\d|0\d\d\d)-\d\d-\d\d \d\d:", sql)
    is_time = re.compile(r"-?\d\d:\d\d(:\d\d(\.\d+)?)?")
    wrong = lambda a: a == "00:00" or a.startswith("-")
    if flink.status == "runtime" and ours.status == "ok":
        return bool(re.search(r"Invalid value for HourOfDay \(valid values 0 - 23\): -", flink.message))
    return bool(asked) and rows_equal_but(lambda a, b: bool(wrong(a) and is_time.fullmatch(a) and is_time.fullmatch(b)), flink, ours)


def time_is_compared(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return rows_differ(flink, ours) and with_later_times(sql) != sql


def with_later_times(sql: str) -> str:
    """The script that casts what is 300 years later to TIME: the same time of day, behind 1970."""
    return re.sub(r"CAST\(((?:[^()]|\([^()]*\))*) AS TIME((?:\(\d\))?)\)", r"CAST(\1 + INTERVAL '300' YEAR(3) AS TIME\2)", sql)


def cast_to_itself(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return bool(re.search(r"GROUP BY [^\n]*\bCAST\(", sql)) and flink.status == "plan" and "is not being grouped" in flink.message and ours.status == "ok"


def half_a_pair(sql: str, flink: Outcome, ours: Outcome) -> bool:
    without_pairs = lambda row: re.sub("[?\U00010000-\U0010ffff]", "", row)
    halves = any("?" in row for _, row in flink.changes)
    return "OVERLAY(" in sql and halves and rows_equal_after(without_pairs, flink, ours)


def bad_date_is_folded(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return "TO_DATE(" in sql and flink.status in ("ok", "runtime") and ours.status == "plan" and "a constant is of the years 1 to 9999" in ours.message


def date_is_too_late(sql: str, flink: Outcome, ours: Outcome) -> bool:
    too_late = lambda a, b: bool(LATE_DATE.fullmatch(b))
    return "TO_DATE(" in sql and (flink.status == "runtime" and "Invalid value for MonthOfYear" in flink.message and ours.status == "ok"
                              or rows_equal_but(too_late, flink, ours))


def json_of_time_is_not_needed(sql: str, flink: Outcome, ours: Outcome) -> bool:
    refused = re.search(r"cannot apply JSON_(ARRAY|OBJECT) to arguments of types \(.*\b(DATE|TIME|TIMESTAMP|TIMESTAMP_LTZ)\b", ours.message)
    return flink.status in ("ok", "runtime") and ours.status == "plan" and bool(refused)


def map_key_is_not_needed(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return flink.status == "ok" and not flink.changes and ours.status == "plan" and "batch mode does not group by" in ours.message


def without_conditions(sql: str) -> str:
    """The script whose queries leave out no row."""
    return re.sub(r"\n(WHERE|HAVING|LIMIT) [^\n]*?(?=\)* AS \w+\n|\)? AS \w+$|;?$)", "", sql, flags=re.M)


def is_refused(again: Outcome, flink: Outcome, ours: Outcome) -> bool:
    return again.status == "plan"


def updates_instead(flink: Outcome, ours: Outcome) -> bool:
    return difference(flink, ours, False) == "updates where Flink only inserts"


def union_came_in_another_order(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return "UNION ALL" in sql and "'batch'" not in sql and updates_instead(flink, ours)


def with_inputs_swapped(sql: str) -> str:
    """The script with the two inputs of its union the other way round."""
    return re.sub(r"(SELECT [^()]*?\nFROM \w+(?:\nWHERE [^\n]*)?)\nUNION ALL\n(SELECT [^()]*?\nFROM \w+(?:\nWHERE [^\n]*?)?)(?=\) AS|;|\n)", r"\2\nUNION ALL\n\1", sql)


def updates_as_well(again: Outcome, flink: Outcome, ours: Outcome) -> bool:
    """Whether Flink then updates, too, up to the same table."""
    return again.status == "ok" and any(kind != "+I" for kind, _ in again.changes) and not any(unmatched(table(again.changes), table(ours.changes)))


def groups_came_in_another_order(sql: str, flink: Outcome, ours: Outcome) -> bool:
    nested = re.search(r"FROM \(SELECT [^;]*\nGROUP BY [^;]*\) AS \w+", sql)
    return bool(nested) and "'batch'" not in sql and updates_instead(flink, ours)


def mini_batch_came_in_parts(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return "'table.exec.mini-batch.enabled' = 'true'" in sql and updates_instead(flink, ours)


def without_mini_batches(sql: str) -> str:
    return re.sub(r"SET 'table\.exec\.mini-batch[^;]*;\n", "", sql)


def join_without_equality(sql: str, flink: Outcome, ours: Outcome) -> bool:
    return ours.status == "plan" and "joins without an equality between columns of both sides are not supported yet" in ours.message


CLASSES = [
    Explained("Flink's own crash", "a NullPointerException, a ClassCastException or generated code that does not compile is no answer", flink_crashes),
    Explained("NULL of a NOT NULL type", "Flink prints -1 or '' or NULL, or fails, depending on what else the query does, where a result declared NOT NULL has no value",
              null_is_no_null),
    Explained("element that a constant does not have", "Flink's planner writes a NULL of a NOT NULL type down as -1 or a blank; in the changed script it is a NULL",
              element_is_missed, with_nullable_elements),
    *(Explained("NULL in an array that is cast without a word", "Flink's implicit cast of an array takes no element for NULL: what there is instead is 0 or a blank",
                array_loses_null, with_written_casts(element)) for element in ("BIGINT", "DOUBLE", "STRING")),
    Explained("fraction with leading zeros", "Flink's cast of 00:00:00.000000001 to a lower precision counts the digits without the zeros and cuts nothing",
              fraction_is_kept),
    Explained("time attribute in grouping sets", "Flink sets the time attribute to NULL before it looks for the row's window, and fails", time_is_expanded),
    Explained("NaN in ARRAY_SORT", "Flink's comparison of NaN is no order: where the other elements end up depends on its sorting algorithm", nan_is_sorted),
    Explained("JSON_ARRAYAGG in legacy windows", "Flink writes texts without their quotes, which is no JSON", json_lacks_quotes),
    Explained("DECIMAL sums beyond 38 digits in panes and of several inputs", "a SUM that overflows starts again with what comes next: a row or a pane, as Flink or this engine cuts them, of whichever input comes first",
              sum_overflows),
    Explained("LISTAGG(DISTINCT) in windows and mini-batches", "the order of the texts is that of Flink's hash map", distinct_texts_in_any_order),
    Explained("NaN in MIN and MAX", "NaN compares with nothing, so that the value that came first stays; of several inputs that may be either's", nan_came_first),
    Explained("infinity taken back", "infinity less infinity is NaN: whether an update takes a row back or never put it out shows", infinity_taken_back,
              in_batch_mode),
    Explained("NaN that was computed", "the sign of a NaN that a CPU makes (of infinities, of the ACOS of 2) is another than that of one that is read, and Flink's keys are bits",
              computed_nan_is_a_key, by_text),
    Explained("NaN in ORDER BY", "in batch mode, too, NaN compares with nothing: where the other rows end up depends on the sorting algorithm", nan_in_order,
              without_order, some_of_all),
    Explained("last digits of deviations of large integers", "which of a window's rows come together first decides how the sums of their squares are rounded",
              last_digits),
    Explained("CAST of a TIMESTAMP before 1970 to TIME", "Flink keeps the negative rest of the day, and prints and compares it in other ways", time_before_1970),
    Explained("CAST of a TIMESTAMP before 1970 to TIME", "the negative rest of the day is smaller than any TIME; 300 years later it is not", time_is_compared,
              with_later_times),
    Explained("grouped by a cast to the same type", "Flink does not see that CAST(x AS the type of x) is x, and refuses to select x beside it", cast_to_itself),
    Explained("result that is updated at once", "what fails for a result before its update (a NULL in a NOT NULL column, a bad text), unless rows of the same batch "
              "update it before it is put out; in batch mode nothing fails", fails_before_an_update, in_batch_mode),
    Explained("half a surrogate pair", "Flink's OVERLAY counts UTF-16 units and prints ? for a half", half_a_pair),
    Explained("constant dates beyond the year 9999", "Flink folds what TO_DATE makes of a text without a date to its last four digits of the year",
              bad_date_is_folded),
    Explained("dates of a far future", "where TO_DATE makes the year 1705471 of a text without a date, Flink's FLOOR and CEIL overflow, and its planner keeps 5471",
              date_is_too_late),
    Explained("join without an equality", "not there yet; a random condition may leave one", join_without_equality),
    Explained("order of a union's inputs", "whether a result is put out once or updated depends on which input comes first", union_came_in_another_order,
              with_inputs_swapped, updates_as_well),
    Explained("order of groups below an aggregate", "whether a result is put out once or updated depends on which of the groups below it comes first",
              groups_came_in_another_order, alone=True),
    Explained("mini-batches", "which rows are in one mini-batch, so that a result is put out once, is each engine's own", mini_batch_came_in_parts,
              without_mini_batches, updates_as_well),
    Explained("MAP to group by that nobody needs", "Flink sees that there will be no row before it sees that there is no order", map_key_is_not_needed,
              without_conditions, is_refused),
    Explained("JSON of a date that nobody needs", "Flink looks at the types only once it writes code, and not at what its planner left out", json_of_time_is_not_needed),
]


Again = Callable[[Callable[[str], str]], Outcome]


def explanation(sql: str, flink: Outcome, ours: Outcome, again: Again, alone: Callable[[], Outcome]) -> Explained | None:
    """The class of a difference; `again` asks Flink the script with its text changed, `alone` asks this engine on one shard."""
    def explains(c: Explained) -> bool:
        return (c.changed is None or c.agrees(again(c.changed), flink, ours)) and (not c.alone or not difference(flink, alone(), False))
    return next((c for c in CLASSES if c.holds(sql, flink, ours) and explains(c)), None)
