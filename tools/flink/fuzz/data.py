"""Random tables: columns of every type, rows with edge values, NULLs, duplicates and disorder.

Columns that every table has: `id` (the row's number, never NULL), `k` and `g` (few different values, NULL among them),
`ts` (the time attribute; rows lie up to a second behind the newest one, and the watermark may lag less). Timestamps
carry no more digits than their type, and floating-point values are sums of few powers of two: what sources and the
order of additions do with others is not what a random query should find.
"""
import base64
import random
from datetime import datetime, timedelta

from .tree import Column, Table, csv_line, json_line

TEXTS = ["", "a", "b", "abc", "Hello World", "ABC abc", "żółw", "12", "-3.5", "7", "2024-05-01", "2024-02-29 23:59:59.5", "10:20:30", "true", "no",
         '{"a": 1, "b": [1, "x", null], "c": {"d": "e"}}', "[1, 2, 3]", "a,b,,c", "k=v,x=y", "http://u:p@host.org:80/a/b?x=1&y=2#r", "%_", "  pad  ",
         "it's", "😀x", "a-b_c", "10.0.0.255", "SGVsbG8=", "00ff"]
INTEGERS = {"TINYINT": 7, "SMALLINT": 15, "INT": 31, "BIGINT": 63}
DATES = ["2024-05-01", "2024-02-29", "1970-01-01", "1969-12-31", "2023-12-31", "2000-01-01", "1999-11-30", "2038-01-19"]
CLOCKS = ["00:00:00", "10:20:30", "23:59:59", "12:00:00", "01:02:03"]
FRACTIONS = ["", "", ".5", ".123", ".999", ".000001", ".123456", ".999999999", ".000000001"]

# The types a column may have, with the kind of its expressions; weights by repetition.
TYPES = [("BOOLEAN", "BOOL"), ("BOOLEAN", "BOOL"), ("TINYINT", "INT"), ("SMALLINT", "INT"), ("INT", "INT"), ("INT", "INT"), ("BIGINT", "INT"),
         ("BIGINT", "INT"), ("FLOAT", "REAL"), ("DOUBLE", "REAL"), ("DOUBLE", "REAL"), ("DECIMAL(10, 2)", "DEC"), ("DECIMAL(5, 0)", "DEC"),
         ("DECIMAL(38, 10)", "DEC"), ("DECIMAL(20, 4)", "DEC"), ("CHAR(3)", "TEXT"), ("VARCHAR(20)", "TEXT"), ("STRING", "TEXT"), ("STRING", "TEXT"),
         ("BYTES", "BYTES"), ("DATE", "DATE"), ("DATE", "DATE"), ("TIME(0)", "TIME"), ("TIMESTAMP(0)", "TS"), ("TIMESTAMP(3)", "TS"),
         ("TIMESTAMP(6)", "TS"), ("TIMESTAMP(9)", "TS"), ("TIMESTAMP_LTZ(3)", "LTZ"), ("TIMESTAMP_LTZ(6)", "LTZ")]
NESTED = [("ARRAY<INT>", "ARRAY:INT"), ("ARRAY<STRING>", "ARRAY:TEXT"), ("ARRAY<DOUBLE>", "ARRAY:REAL"), ("MAP<STRING, INT>", "MAP:INT"),
          ("MAP<STRING, STRING>", "MAP:TEXT"), ("ROW<x INT, y STRING>", "ROW"), ("ARRAY<ROW<x INT, y STRING>>", "ARRAY:ROW"),
          ("ROW<r ROW<x INT, y STRING>, xs ARRAY<INT>>", "OUTER"), ("MAP<STRING, ROW<x INT, y STRING>>", "MAP:ROW")]
# Lines that are no rows: ignore-parse-errors leaves them out.
NO_ROWS = {"json": ["", "{", "[1, 2]", "null", "no json", '"text"', "7", "[]"],
           "csv": ["", "x", "1", '"a","b"', "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20"]}
# What stands in one field of a row instead of its value: ignore-parse-errors takes NULL for what cannot be read.
SPOILED = {"json": ["x", 1.5, True, [1], {"a": 1}, "", " 8 ", 1e30], "csv": ["x", 1.5, "", " 8 "]}
STEPS_MS = [0, 1, 7, 100, 199, 200, 201, 350, 1000, 2500]
BACK_MS = [0, 0, 0, 0, 1, 150, 201, 500, 999, 1500, 4000]
DELAYS = ["", " - INTERVAL '0.001' SECOND", " - INTERVAL '0.2' SECOND", " - INTERVAL '1' SECOND", " - INTERVAL '5' SECOND"]
START = datetime(2024, 5, 1, 10)


def table(rng: random.Random, name: str, rows_max: int = 24) -> Table:
    is_csv = rng.random() < 0.25
    columns = [Column("id", "INT", "INT"), Column("k", "STRING", "TEXT"), Column("g", "INT", "INT"), *random_columns(rng, not is_csv)]
    time_type = ("TIMESTAMP_LTZ(3)", "LTZ") if rng.random() < 0.15 else ("TIMESTAMP(3)", "TS")
    columns.append(Column("ts", *time_type))
    format_ = "csv" if is_csv else "json"
    options = (("csv.null-literal", "NULL"),) if is_csv else ()
    rows = random_rows(rng, columns, rng.randrange(rows_max + 1))
    broken: tuple = ()
    if rng.random() < 0.12:
        options += ((f"{format_}.ignore-parse-errors", "true"),)
        broken = tuple(sorted((rng.randrange(len(rows) + 1), broken_line(rng, columns, rows, format_)) for _ in range(rng.randrange(1, 4))))
    return Table(name, tuple(columns), tuple(rows), f"ts AS ts{rng.choice(DELAYS)}", format_, options, broken=broken)


def broken_line(rng: random.Random, columns: list[Column], rows: list[tuple], format_: str) -> str:
    if not rows or rng.random() < 0.4:
        return rng.choice(NO_ROWS[format_])
    values = list(rng.choice(rows))
    values[rng.randrange(len(values) - 1)] = rng.choice(SPOILED[format_])
    return json_line(columns, values) if format_ == "json" else csv_line(values)


def random_columns(rng: random.Random, with_nested: bool) -> list[Column]:
    """One of each kind that most functions take, some others, and collections where the format has them."""
    chosen = [rng.choice([t for t in TYPES if t[1] == kind]) for kind in ("BOOL", "REAL", "DEC", "TS")] + rng.sample(TYPES, rng.randrange(2, 6))
    chosen += rng.sample(NESTED, rng.randrange(0, 3)) if with_nested else []
    return [Column(f"c{i}", type_, kind) for i, (type_, kind) in enumerate(chosen)]


def random_rows(rng: random.Random, columns: list[Column], count: int):
    now, rows = START + timedelta(milliseconds=rng.randrange(1000)), []
    for number in range(count):
        now += timedelta(milliseconds=rng.choice(STEPS_MS))
        at = now - timedelta(milliseconds=rng.choice(BACK_MS))
        zone = "Z" if columns[-1].kind == "LTZ" else ""
        values = list(rng.choice(rows)) if rows and rng.random() < 0.2 else [value_or_null(rng, column) for column in columns]
        values[0], values[-1] = number, at.isoformat(" ", "milliseconds") + zone
        rows.append(tuple(values))
    return rows


def value_or_null(rng: random.Random, column: Column):
    if rng.random() < 0.18:
        return None
    if column.name == "k":
        return rng.choice(["a", "b", "c", "A"])
    return rng.randrange(-1, 4) if column.name == "g" else value(rng, column.type)


def value(rng: random.Random, type_: str):
    """A JSON value of a type: an edge of its range every now and then."""
    root = type_.split("(")[0].split("<")[0]
    if root in INTEGERS:
        return integer(rng, INTEGERS[root])
    return {"BOOLEAN": lambda: rng.random() < 0.5, "FLOAT": lambda: real(rng), "DOUBLE": lambda: real(rng), "DECIMAL": lambda: decimal(rng, type_),
            "CHAR": lambda: "".join(rng.choice("abX1") for _ in range(3)), "VARCHAR": lambda: rng.choice([t for t in TEXTS if len(t) <= 10]),
            "STRING": lambda: rng.choice(TEXTS), "BYTES": lambda: base64.b64encode(rng.choice([b"", b"a", b"abc", b"\x00\xff\x7f", b"12"])).decode(),
            "DATE": lambda: rng.choice(DATES), "TIME": lambda: rng.choice(CLOCKS), "TIMESTAMP": lambda: timestamp(rng, type_),
            "TIMESTAMP_LTZ": lambda: timestamp(rng, type_) + "Z", "ARRAY": lambda: elements(rng, type_), "MAP": lambda: entries(rng, type_),
            "ROW": lambda: outer(rng) if "xs ARRAY" in type_ else row(rng)}[root]()


def row(rng: random.Random) -> dict:
    return {"x": rng.choice([None, 0, 1, -5]), "y": rng.choice([None, "", "a", "row"])}


def outer(rng: random.Random) -> dict:
    return {"r": None if rng.random() < 0.2 else row(rng), "xs": None if rng.random() < 0.2 else elements(rng, "ARRAY<INT>")}


def integer(rng: random.Random, bits: int) -> int:
    edges = [-(1 << bits), (1 << bits) - 1, 0, -1, 1]
    return rng.choice(edges) if rng.random() < 0.15 else rng.randrange(-120, 121)


def real(rng: random.Random):
    """Few bits: sums are exact in whatever order. Infinities and NaN as the texts that both sources know."""
    if rng.random() < 0.12:
        return rng.choice([0.0, -0.0, "NaN", "Infinity", "-Infinity"])
    return rng.randrange(-4000, 4001) / 8


def decimal(rng: random.Random, type_: str) -> str:
    """As a text: JSON numbers would go through a binary fraction."""
    precision, scale = (int(part) for part in type_[8:-1].split(","))
    digits = rng.choice([1, 2, 3, 5, precision]) if rng.random() < 0.9 else precision
    whole = rng.randrange(10 ** min(digits, precision))
    text = str(whole).rjust(scale + 1, "0")
    sign = rng.choice(["", "", "-"])
    return sign + (text if scale == 0 else text[:-scale] + "." + text[-scale:])


def timestamp(rng: random.Random, type_: str) -> str:
    precision = int(type_.rstrip(")").split("(")[1])
    fraction = rng.choice([f for f in FRACTIONS if len(f) <= precision + 1])
    return f"{rng.choice(DATES)} {rng.choice(CLOCKS)}{fraction if precision else ''}"


def elements(rng: random.Random, type_: str) -> list:
    of = type_[len("ARRAY<"):-1]
    return [None if rng.random() < 0.15 else value(rng, of) for _ in range(rng.choice([0, 1, 2, 3, 3, 5]))]


def entries(rng: random.Random, type_: str) -> dict:
    """Texts among the values hold nothing that would be taken for an entry where the map is printed."""
    of = type_[len("MAP<STRING, "):-1]
    plain = lambda: rng.choice(["", "a", "12", "żółw", "  pad  "]) if of == "STRING" else value(rng, of)
    return {key: None if rng.random() < 0.15 else plain() for key in rng.sample(["a", "b", "x y", "z"], rng.randrange(4))}
