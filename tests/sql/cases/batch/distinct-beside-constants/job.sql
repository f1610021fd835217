-- A constant of a type that batch mode cannot compare does not matter beside something else.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (n INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
SELECT DISTINCT n % 2, MAP['a', 1], PARSE_JSON('{"a": 1}'), BITMAP_BUILD(ARRAY[1, 2]) FROM t;
