"""The functions that random expressions are made of.

`CALLS` says for each function how it is written and what kind it returns: `BOOL = STARTSWITH({TEXT}, {TEXT})`. A brace
holds a kind, a kind variable (T: any simple kind; C: one that has an order; N: a number; E: an element), the same for the
whole call, or a literal named in `LITERALS`. Which functions exist is not said here: the engine's own listing
(`waterwheel functions`) is read; calls of functions that it does not have are left
out, and a listed function without a call gets one from its syntax, if the names of its arguments are known words
(`ARGUMENTS`). Of such a result only TYPEOF and the text are asked.
"""
import random
import re
from dataclasses import dataclass

SIMPLE = ["BOOL", "INT", "REAL", "DEC", "TEXT", "DATE", "TIME", "TS", "LTZ"]
VARIABLES = {"T": SIMPLE, "C": ["INT", "REAL", "DEC", "TEXT", "DATE", "TIME", "TS", "LTZ"], "N": ["INT", "REAL", "DEC"], "E": ["INT", "TEXT", "REAL"]}

UNITS = ["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"]
LITERALS = {
    "small": ["-2", "-1", "0", "1", "2", "3", "5", "12"], "position": ["-1", "0", "1", "2", "3"], "size": ["0", "1", "3", "6"],
    "divisor": ["2", "3", "7", "-4", "10"], "digits": ["-1", "0", "1", "2", "3"],
    "pattern": ["'a'", "'[a-c]+'", "'^(.)(.*)$'", "'\\d+'", "'(b|1)'", "'l+'", "'.'", "' '"], "group": ["0", "1", "2"],
    "like": ["'a%'", "'%b%'", "'_b_'", "'%'", "''", "'A%c'", "'%1_'"], "similar": ["'a%'", "'(a|b)+'", "'%[0-9]%'", "'_+'"],
    "separator": ["','", "'-'", "''", "' '", "'a'"], "padding": ["'*'", "'xy'", "''", "' '"], "characters": ["'a'", "' '", "'abc'"],
    "pairs": ["','", "'x'"], "values": ["'='", "'-'"], "charset": ["'UTF-8'", "'ISO-8859-1'", "'UTF-16'"], "bits": ["224", "256", "384", "512"],
    "date_format": ["'yyyy-MM-dd'", "'HH:mm:ss'", "'yyyy/MM/dd HH:mm'", "'EEE, d MMM yyyy'", "'yyyy-MM-dd HH:mm:ss.SSS'", "'yyyyMMdd'"],
    "read_format": ["'yyyy-MM-dd'", "'yyyy-MM-dd HH:mm:ss'", "'HH:mm:ss'"],
    "unit": UNITS, "field": UNITS + ["DOW", "DOY", "DECADE", "MILLISECOND", "ISODOW", "EPOCH"], "clock_unit": ["HOUR", "MINUTE", "SECOND"],
    "date_unit": ["YEAR", "QUARTER", "MONTH", "WEEK", "DAY"], "zone": ["'UTC'", "'Europe/Berlin'", "'America/New_York'", "'Asia/Kolkata'"],
    "path": ["'lax $.a'", "'$.a'", "'lax $.b[1]'", "'$.c.d'", "'lax $[0]'", "'lax $.c'", "'$'"], "url_part": ["'HOST'", "'PATH'", "'QUERY'", "'REF'", "'PROTOCOL'"],
    "int_type": ["INT", "BIGINT", "SMALLINT", "TINYINT"], "real_type": ["DOUBLE", "FLOAT"], "dec_type": ["DECIMAL(10, 2)", "DECIMAL(38, 18)", "DECIMAL(4, 0)"],
    "short_text": ["CHAR(2)", "CHAR(5)", "VARCHAR(2)", "VARCHAR(30)"], "bytes_type": ["BINARY(3)", "VARBINARY(2)", "BYTES"],
    "text_type": ["STRING", "VARCHAR(5)", "CHAR(4)"], "ts_type": ["TIMESTAMP(3)", "TIMESTAMP(0)", "TIMESTAMP(6)", "TIMESTAMP(9)"],
    "ltz_type": ["TIMESTAMP_LTZ(3)", "TIMESTAMP_LTZ(0)"], "key": ["'a'", "'b'", "'x y'", "'none'"], "index": ["1", "2", "3", "6"],
    "days": ["INTERVAL '1' DAY", "INTERVAL '-3' DAY", "INTERVAL '36' HOUR", "INTERVAL '90' MINUTE", "INTERVAL '1.5' SECOND", "INTERVAL '1 02:03:04.567' DAY TO SECOND"],
    "months": ["INTERVAL '1' MONTH", "INTERVAL '-13' MONTH", "INTERVAL '2' YEAR", "INTERVAL '1-6' YEAR TO MONTH"], "clocks": ["INTERVAL '90' MINUTE", "INTERVAL '1' HOUR", "INTERVAL '-5' SECOND"],
    "printf": ["'%s!'", "'<%5s>'"], "bool": ["TRUE", "FALSE"], "ip": ["'127.0.0.1'", "'255.255.255.255'"],
}

CALLS = """
BOOL = {C} = {C}
BOOL = {C} <> {C}
BOOL = {C} < {C}
BOOL = {C} <= {C}
BOOL = {C} > {C}
BOOL = {C} >= {C}
BOOL = {INT} < {DEC}
BOOL = {REAL} >= {INT}
BOOL = {DEC} = {INT}
BOOL = {C} IS DISTINCT FROM {C}
BOOL = {C} IS NOT DISTINCT FROM {C}
BOOL = {C} BETWEEN {C} AND {C}
BOOL = {C} NOT BETWEEN {C} AND {C}
BOOL = {C} BETWEEN SYMMETRIC {C} AND {C}
BOOL = {C} IN ({C}, {C}, {C})
BOOL = {C} NOT IN ({C}, {C})
BOOL = {T} IS NULL
BOOL = {T} IS NOT NULL
BOOL = {ARRAY:E} IS NULL
BOOL = {TEXT} LIKE {like}
BOOL = {TEXT} NOT LIKE {like}
BOOL = {TEXT} LIKE {TEXT}
BOOL = {TEXT} SIMILAR TO {similar}
BOOL = {BOOL} AND {BOOL}
BOOL = {BOOL} OR {BOOL}
BOOL = NOT {BOOL}
BOOL = {BOOL} IS TRUE
BOOL = {BOOL} IS NOT TRUE
BOOL = {BOOL} IS FALSE
BOOL = {BOOL} IS NOT FALSE
BOOL = {BOOL} IS UNKNOWN
BOOL = {BOOL} IS NOT UNKNOWN
BOOL = {BOOL} = {BOOL}
INT = {INT} + {INT}
INT = {INT} - {INT}
INT = {INT} * {INT}
INT = {INT} / {divisor}
INT = {INT} % {divisor}
INT = {INT} / NULLIF({INT}, 0)
INT = MOD({INT}, {divisor})
INT = MOD({INT}, NULLIF({INT}, 0))
INT = -({INT})
DEC = {DEC} + {DEC}
DEC = {DEC} - {INT}
DEC = {DEC} * {DEC}
DEC = {INT} * {DEC}
DEC = {DEC} / {divisor}
DEC = {DEC} / NULLIF({DEC}, 0)
DEC = MOD({DEC}, {divisor})
DEC = -({DEC})
REAL = {REAL} + {REAL}
REAL = {REAL} - {INT}
REAL = {REAL} * {DEC}
REAL = {INT} / NULLIF({REAL}, 0)
REAL = {REAL} / {divisor}
REAL = -({REAL})
N = ABS({N})
N = SIGN({N})
N = CEIL({N})
N = FLOOR({N})
N = ROUND({N}, {digits})
N = ROUND({N})
N = TRUNCATE({N}, {digits})
REAL = POWER({N}, {size})
REAL = ATAN2({REAL}, {INT})
REAL = LOG({N})
REAL = LOG(2, {N})
REAL = SQRT({N})
REAL = EXP({REAL})
REAL = LN({N})
REAL = LOG2({N})
REAL = LOG10({N})
REAL = SIN({N})
REAL = COS({N})
REAL = TAN({REAL})
REAL = COT({REAL})
REAL = ASIN({REAL})
REAL = ACOS({REAL})
REAL = ATAN({N})
REAL = SINH({REAL})
REAL = COSH({REAL})
REAL = TANH({N})
REAL = DEGREES({N})
REAL = RADIANS({N})
REAL = PI()
REAL = E()
TEXT = BIN({INT})
TEXT = HEX({INT})
TEXT = HEX({TEXT})
BYTES = UNHEX({TEXT})
TEXT = {TEXT} || {TEXT}
TEXT = CONCAT({TEXT}, {TEXT})
TEXT = CONCAT_WS({separator}, {TEXT}, {TEXT})
INT = CHAR_LENGTH({TEXT})
INT = CHARACTER_LENGTH({TEXT})
TEXT = UPPER({TEXT})
TEXT = LOWER({TEXT})
TEXT = INITCAP({TEXT})
TEXT = REVERSE({TEXT})
TEXT = REPEAT({TEXT}, {size})
TEXT = LPAD({TEXT}, {size}, {padding})
TEXT = RPAD({TEXT}, {size}, {padding})
TEXT = TRIM({TEXT})
TEXT = TRIM(LEADING 'a' FROM {TEXT})
TEXT = TRIM(BOTH ' ' FROM {TEXT})
TEXT = LTRIM({TEXT})
TEXT = RTRIM({TEXT})
TEXT = BTRIM({TEXT}, {characters})
TEXT = SUBSTRING({TEXT} FROM {position})
TEXT = SUBSTRING({TEXT}, {position}, {size})
TEXT = SUBSTR({TEXT}, {position}, {size})
TEXT = LEFT({TEXT}, {small})
TEXT = RIGHT({TEXT}, {small})
TEXT = OVERLAY({TEXT} PLACING {TEXT} FROM {position})
TEXT = OVERLAY({TEXT} PLACING {TEXT} FROM {position} FOR {size})
INT = POSITION('a' IN {TEXT})
INT = LOCATE({TEXT}, {TEXT})
INT = LOCATE({TEXT}, {TEXT}, {position})
INT = INSTR({TEXT}, {TEXT})
BOOL = STARTSWITH({TEXT}, {TEXT})
BOOL = ENDSWITH({TEXT}, {TEXT})
TEXT = REPLACE({TEXT}, {TEXT}, {TEXT})
TEXT = TRANSLATE({TEXT}, {TEXT}, {TEXT})
BOOL = REGEXP({TEXT}, {pattern})
TEXT = REGEXP_REPLACE({TEXT}, {pattern}, {TEXT})
TEXT = REGEXP_EXTRACT({TEXT}, {pattern}, {group})
ARRAY:TEXT = REGEXP_EXTRACT_ALL({TEXT}, {pattern}, {group})
INT = REGEXP_COUNT({TEXT}, {pattern})
INT = REGEXP_INSTR({TEXT}, {pattern})
TEXT = REGEXP_SUBSTR({TEXT}, {pattern})
ARRAY:TEXT = SPLIT({TEXT}, {separator})
TEXT = SPLIT_INDEX({TEXT}, {separator}, {size})
MAP:TEXT = STR_TO_MAP({TEXT}, {pairs}, {values})
TEXT = ELT({small}, {TEXT}, {TEXT})
INT = ASCII({TEXT})
TEXT = CHR({INT})
BYTES = ENCODE({TEXT}, {charset})
TEXT = DECODE({BYTES}, {charset})
TEXT = TO_BASE64({TEXT})
TEXT = FROM_BASE64(TO_BASE64({TEXT}))
TEXT = URL_ENCODE({TEXT})
TEXT = URL_DECODE({TEXT})
TEXT = PARSE_URL({TEXT}, {url_part})
TEXT = PRINTF({printf}, {TEXT})
BOOL = IS_ALPHA({TEXT})
BOOL = IS_DIGIT({TEXT})
BOOL = IS_DECIMAL({TEXT})
INT = INET_ATON({TEXT})
INT = INET_ATON({ip})
TEXT = INET_NTOA({INT})
INT = EXTRACT({date_unit} FROM {DATE})
INT = EXTRACT({field} FROM {TS})
INT = EXTRACT({clock_unit} FROM {TIME})
INT = EXTRACT({field} FROM {LTZ})
INT = YEAR({DATE})
INT = QUARTER({DATE})
INT = MONTH({TS})
INT = WEEK({DATE})
INT = DAYOFYEAR({TS})
INT = DAYOFMONTH({DATE})
INT = DAYOFWEEK({TS})
INT = HOUR({TS})
INT = MINUTE({TIME})
INT = SECOND({LTZ})
DATE = FLOOR({DATE} TO {date_unit})
DATE = CEIL({DATE} TO {date_unit})
TS = FLOOR({TS} TO {unit})
TS = CEIL({TS} TO {unit})
LTZ = FLOOR({LTZ} TO {unit})
TS = TIMESTAMPADD({unit}, {small}, {TS})
DATE = TIMESTAMPADD({date_unit}, {small}, {DATE})
INT = TIMESTAMPDIFF({unit}, {TS}, {TS})
INT = TIMESTAMPDIFF({date_unit}, {DATE}, {DATE})
INT = TIMESTAMPDIFF({unit}, {LTZ}, {LTZ})
TS = {TS} + {days}
TS = {TS} - {months}
TS = {TS} + {IDAY}
LTZ = {LTZ} + {days}
LTZ = {LTZ} - {months}
DATE = {DATE} + {months}
DATE = {DATE} - INTERVAL '10' DAY
TIME = {TIME} + {clocks}
BOOL = ({TS}, {TS}) OVERLAPS ({TS}, {days})
BOOL = ({DATE}, {DATE}) OVERLAPS ({DATE}, {DATE})
IDAY = ({TS} - {TS}) SECOND
IDAY = {days}
IDAY = {IDAY} + {days}
IMONTH = {months}
IMONTH = ({DATE} - {DATE}) MONTH
BOOL = {IDAY} < {days}
TEXT = CAST({IDAY} AS STRING)
TEXT = CAST({IMONTH} AS STRING)
TEXT = DATE_FORMAT({TS}, {date_format})
TEXT = DATE_FORMAT({LTZ}, {date_format})
DATE = TO_DATE({TEXT})
DATE = TO_DATE({TEXT}, {read_format})
TS = TO_TIMESTAMP({TEXT})
TS = TO_TIMESTAMP({TEXT}, {read_format})
LTZ = TO_TIMESTAMP_LTZ({INT}, 3)
LTZ = TO_TIMESTAMP_LTZ({INT}, 0)
TEXT = FROM_UNIXTIME({INT})
INT = UNIX_TIMESTAMP(CAST({TS} AS STRING))
TEXT = CONVERT_TZ(CAST({TS} AS STRING), {zone}, {zone})
T = COALESCE({T}, {T})
T = COALESCE({T}, {T}, {T})
T = IFNULL({T}, {T})
C = NULLIF({C}, {C})
T = IF({BOOL}, {T}, {T})
T = CASE WHEN {BOOL} THEN {T} ELSE {T} END
T = CASE WHEN {BOOL} THEN {T} WHEN {BOOL} THEN {T} END
T = CASE {INT} WHEN 0 THEN {T} WHEN {INT} THEN {T} ELSE {T} END
C = GREATEST({C}, {C})
C = LEAST({C}, {C}, {C})
INT = CAST({N} AS {int_type})
INT = CAST({BOOL} AS {int_type})
INT = TRY_CAST({TEXT} AS {int_type})
REAL = CAST({N} AS {real_type})
REAL = TRY_CAST({TEXT} AS {real_type})
DEC = CAST({N} AS {dec_type})
DEC = TRY_CAST({TEXT} AS {dec_type})
TEXT = CAST({T} AS {text_type})
TEXT = CAST({T} AS STRING)
TEXT = CAST({ARRAY:E} AS STRING)
TEXT = CAST({MAP:INT} AS STRING)
TEXT = CAST({ROW} AS STRING)
TEXT = CAST({BYTES} AS STRING)
BYTES = CAST({TEXT} AS BYTES)
BOOL = TRY_CAST({TEXT} AS BOOLEAN)
BOOL = CAST({N} AS BOOLEAN)
INT = TRY_CAST({N} AS {int_type})
DEC = TRY_CAST({N} AS {dec_type})
REAL = CAST({BOOL} AS {real_type})
DEC = CAST({BOOL} AS {dec_type})
TEXT = TRY_CAST({T} AS {text_type})
DATE = CAST({LTZ} AS DATE)
TIME = CAST({LTZ} AS TIME)
TIME = TRY_CAST({TS} AS TIME)
LTZ = CAST({DATE} AS {ltz_type})
LTZ = CAST({LTZ} AS {ltz_type})
TEXT = CAST({TEXT} AS {short_text})
BYTES = CAST({TEXT} AS {bytes_type})
BYTES = CAST({BYTES} AS {bytes_type})
ARRAY:TEXT = CAST({ARRAY:INT} AS ARRAY<STRING>)
ARRAY:REAL = CAST({ARRAY:INT} AS ARRAY<DOUBLE>)
ARRAY:INT = CAST({ARRAY:REAL} AS ARRAY<INT>)
MAP:TEXT = CAST({MAP:INT} AS MAP<STRING, STRING>)
ROW = CAST({ROW} AS ROW<x INT, y STRING>)
BOOL = CAST({INT} AS BOOLEAN)
DATE = TRY_CAST({TEXT} AS DATE)
DATE = CAST({TS} AS DATE)
TIME = TRY_CAST({TEXT} AS TIME)
TIME = CAST({TS} + INTERVAL '99' YEAR AS TIME)
TS = CAST({TS} AS {ts_type})
TS = CAST({DATE} AS {ts_type})
TS = CAST({LTZ} AS {ts_type})
TS = TRY_CAST({TEXT} AS {ts_type})
LTZ = CAST({TS} AS {ltz_type})
LTZ = TRY_CAST({TEXT} AS {ltz_type})
TEXT = TYPEOF({T})
E = {ARRAY:E}[{index}]
E = {MAP:E}[{key}]
INT = {ROW}.x
TEXT = {ROW}.y
ROW = {OUTER}.r
ARRAY:INT = {OUTER}.xs
INT = {OUTER}.r.x
TEXT = {OUTER}.r.y
ROW = {ARRAY:ROW}[{index}]
INT = {ARRAY:ROW}[{index}].x
ROW = {MAP:ROW}[{key}]
TEXT = {MAP:ROW}[{key}].y
INT = CARDINALITY({ARRAY:ROW})
BOOL = {ROW} IS NULL
BOOL = {OUTER} IS NOT NULL
TEXT = CAST({OUTER} AS STRING)
TEXT = CAST({ARRAY:ROW} AS STRING)
INT = CARDINALITY({ARRAY:E})
INT = CARDINALITY({MAP:INT})
ARRAY:E = ARRAY[{E}, {E}]
MAP:E = MAP['a', {E}, 'b', {E}]
ARRAY:E = ARRAY_APPEND({ARRAY:E}, {E})
ARRAY:E = ARRAY_PREPEND({ARRAY:E}, {E})
ARRAY:E = ARRAY_CONCAT({ARRAY:E}, {ARRAY:E})
BOOL = ARRAY_CONTAINS({ARRAY:E}, {E})
ARRAY:E = ARRAY_DISTINCT({ARRAY:E})
ARRAY:E = ARRAY_EXCEPT({ARRAY:E}, {ARRAY:E})
ARRAY:E = ARRAY_INTERSECT({ARRAY:E}, {ARRAY:E})
ARRAY:E = ARRAY_UNION({ARRAY:E}, {ARRAY:E})
TEXT = ARRAY_JOIN({ARRAY:TEXT}, {separator})
TEXT = ARRAY_JOIN({ARRAY:TEXT}, {separator}, 'null')
E = ARRAY_MAX({ARRAY:E})
E = ARRAY_MIN({ARRAY:E})
INT = ARRAY_POSITION({ARRAY:E}, {E})
ARRAY:E = ARRAY_REMOVE({ARRAY:E}, {E})
ARRAY:E = ARRAY_REVERSE({ARRAY:E})
ARRAY:E = ARRAY_SLICE({ARRAY:E}, {position}, {position})
ARRAY:E = ARRAY_SORT({ARRAY:E})
ARRAY:E = ARRAY_SORT({ARRAY:E}, {bool}, {bool})
ARRAY:TEXT = MAP_KEYS({MAP:E})
ARRAY:E = MAP_VALUES({MAP:E})
INT = CARDINALITY(MAP_ENTRIES({MAP:E}))
MAP:INT = MAP_FROM_ARRAYS(ARRAY['a', 'b'], ARRAY[{INT}, {INT}])
MAP:E = MAP_UNION({MAP:E}, {MAP:E})
BOOL = {TEXT} IS JSON
BOOL = {TEXT} IS JSON OBJECT
BOOL = {TEXT} IS JSON ARRAY
BOOL = {TEXT} IS JSON SCALAR
BOOL = JSON_EXISTS({TEXT}, {path})
TEXT = JSON_VALUE({TEXT}, {path})
INT = JSON_VALUE('{"a": 1, "b": 2}', '$.a' RETURNING INT)
TEXT = JSON_VALUE({TEXT}, {path} DEFAULT 'none' ON EMPTY)
TEXT = JSON_QUERY({TEXT}, {path})
TEXT = JSON_QUERY({TEXT}, {path} WITH WRAPPER)
TEXT = JSON_OBJECT('k' VALUE {T})
TEXT = JSON_OBJECT('k' VALUE {TEXT}, 'l' VALUE {INT} ABSENT ON NULL)
TEXT = JSON_ARRAY({T}, {INT})
TEXT = JSON_ARRAY({T} NULL ON NULL)
TEXT = JSON_STRING({T})
TEXT = JSON_STRING({ARRAY:E})
TEXT = JSON_QUOTE({TEXT})
TEXT = JSON_UNQUOTE({TEXT})
TEXT = MD5({TEXT})
TEXT = SHA1({TEXT})
TEXT = SHA224({TEXT})
TEXT = SHA256({TEXT})
TEXT = SHA384({TEXT})
TEXT = SHA512({TEXT})
TEXT = SHA2({TEXT}, {bits})
"""

# Functions that are left out: another result each time, or one that depends on when a row arrives.
LEFT_OUT = {"RAND", "RAND_INTEGER", "UUID", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW",
            "CURRENT_ROW_TIMESTAMP", "PROCTIME", "CURRENT_WATERMARK"}
# What the words of a syntax stand for, for functions that CALLS does not know.
ARGUMENTS = {"text": "TEXT", "number": "N", "integer": "INT", "array": "ARRAY:INT", "map": "MAP:INT", "bytes": "BYTES", "json": "TEXT", "part": "TEXT",
             "new": "TEXT", "padding": "padding", "pattern": "pattern", "length": "size", "times": "size", "index": "small", "from": "position",
             "to": "position", "digits": "digits", "condition": "BOOL", "delimiter": "separator", "separator": "separator", "timestamp": "TS",
             "date": "DATE", "time": "TIME", "group": "group", "characters": "characters", "charset": "charset", "bits": "bits", "path": "path"}
BRACE = re.compile(r"\{([A-Za-z_]+(?::[A-Za-z]+)?)\}")
NAMED = re.compile(r"^([A-Z_0-9]+)\(")


@dataclass(frozen=True)
class Call:
    """How a function is written, as texts and the names between braces in turn, and the kind of its result."""

    kind: str
    template: tuple[str, ...]

    def name(self) -> str:
        found = NAMED.match(self.template[0])
        return found.group(1) if found else ""

    def variable(self) -> str:
        used = {name.split(":")[-1] for name in self.template[1::2]} | {self.kind.split(":")[-1]}
        return next((name for name in VARIABLES if name in used), "")


def call(line: str) -> Call:
    kind, template = line.split(" = ", 1)
    return Call(kind, tuple(BRACE.split(template)))


def bind(kind: str, variable: str, to: str) -> str:
    return ":".join(to if part == variable else part for part in kind.split(":"))


@dataclass(frozen=True)
class Register:
    """Calls by the kind they can return, each with what its variable must be (nothing: whatever fits)."""

    by_kind: dict[str, list[tuple[Call, str]]]
    unknown: tuple[str, ...]

    def choose(self, rng: random.Random, kind: str) -> tuple[Call, str] | None:
        """A call that returns the kind, and what its variable stands for."""
        calls = self.by_kind.get(kind)
        if not calls:
            return None
        chosen, bound = rng.choice(calls)
        return chosen, bound or (rng.choice(VARIABLES[chosen.variable()]) if chosen.variable() else "")


def register(listing: str) -> Register:
    """From the engine's listing of its functions. `unknown`: listed ones that no random expression will call."""
    calls = [call(line) for line in CALLS.strip().splitlines()]
    listed = dict(listed_functions(listing))
    kept = [c for c in calls if not c.name() or c.name() in listed]
    mentioned = set(re.findall(r"[A-Z_0-9]{2,}", CALLS))
    derived = {name: derive(syntax) for name, syntax in listed.items() if name not in mentioned | LEFT_OUT}
    by_kind: dict[str, list] = {}
    for c in [*kept, *(d for d in derived.values() if d)]:
        for kind, bound in results(c):
            by_kind.setdefault(kind, []).append((c, bound))
    return Register(by_kind, tuple(name for name, d in derived.items() if d is None))


def listed_functions(listing: str):
    """Name and syntax of the scalar functions with a name; two blanks part a syntax from what it does."""
    for line in listing.split("\nAggregates\n")[0].splitlines():
        syntax = line.split("  ")[0]
        if found := NAMED.match(syntax):
            yield found.group(1), syntax


def derive(syntax: str) -> Call | None:
    """A call with the arguments that must be there, if the syntax says what they are."""
    inside = re.sub(r"\[.*?\]+", "", syntax[syntax.index("(") + 1:syntax.rindex(")")])
    words = [word.strip() for word in inside.split(",")] if inside.strip() else []
    if not all(word in ARGUMENTS for word in words):
        return None
    arguments = ", ".join("{" + ARGUMENTS[word] + "}" for word in words)
    return call(f"ANY = {syntax[:syntax.index('(')]}({arguments})")


def results(c: Call):
    """The kinds a call can return, each with the binding of its variable that gives it."""
    variable = c.variable()
    if variable and variable in c.kind.split(":"):
        return [(bind(c.kind, variable, to), to) for to in VARIABLES[variable]]
    return [(c.kind, "")]
