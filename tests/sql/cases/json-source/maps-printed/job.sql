-- Maps keep equal keys and NULL keys until they are printed, when the last of equal keys is left.
CREATE TABLE t (s STRING, t STRING, n STRING, i INT, j INT, d DOUBLE, l BIGINT, e DECIMAL(4, 2), m MAP<STRING, INT>)
WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE texts (m MAP<STRING, INT>, s STRING, k ARRAY<STRING>, n INT, x INT) WITH ('connector' = 'print', 'print-identifier' = 'texts');
CREATE TABLE numbers (a MAP<INT, INT>, b MAP<DOUBLE, INT>, c MAP<BIGINT, INT>, d MAP<DECIMAL(4, 2), INT>) WITH ('connector' = 'print', 'print-identifier' = 'numbers');
CREATE TABLE nulls (m MAP<STRING, INT>, s STRING, k ARRAY<STRING>) WITH ('connector' = 'print', 'print-identifier' = 'nulls');
CREATE TABLE arrays (m MAP<STRING, INT>, s STRING, k ARRAY<STRING>) WITH ('connector' = 'print', 'print-identifier' = 'arrays');
EXECUTE STATEMENT SET BEGIN
INSERT INTO texts SELECT MAP['zebra', 1, 'apple', 2, s, 3, t, 4, 'mango', 5, 'kiwi', 6], CAST(MAP['zebra', 1, s, 3, t, 4] AS STRING), MAP_KEYS(MAP['zebra', 1, s, 3, t, 4]), CARDINALITY(MAP[s, 1, t, 2]), MAP[s, 1, t, 2][t] FROM t;
INSERT INTO numbers SELECT MAP[i, 1, j, 2, 1000, 3, 5, 4, -7, 5], MAP[d, 1, 2.5e0, 2, -1e0, 3, 0e0, 4, 1e10, 5], MAP[l, 1, CAST(4 AS BIGINT), 2, CAST(-1 AS BIGINT), 3], MAP[e, 1, 1.25, 2, -5.25, 3] FROM t;
INSERT INTO nulls SELECT MAP[s, 1, n, 2, t, 3], CAST(MAP[s, 1, n, 2] AS STRING), MAP_KEYS(MAP[s, 1, n, 2]) FROM t;
INSERT INTO arrays SELECT MAP_FROM_ARRAYS(ARRAY['zz', 'b', s, t], ARRAY[1, 2, 3, 4]), CAST(MAP_FROM_ARRAYS(ARRAY['zz', 'b', s, t], ARRAY[1, 2, 3, 4]) AS STRING), MAP_KEYS(MAP_FROM_ARRAYS(ARRAY[s, t], ARRAY[1, 2])) FROM t;
END;
