-- null is not missing.
CREATE TABLE t (id INT, n ROW<a INT>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.fail-on-missing-field' = 'true');
SELECT * FROM t;
