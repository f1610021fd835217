-- A field of a ROW is missing.
CREATE TABLE t (n ROW<a INT, b STRING>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.fail-on-missing-field' = 'true');
SELECT * FROM t;
