-- Which level becomes NULL.
CREATE TABLE t (id INT, n ROW<a INT, b STRING>, l ARRAY<INT>, m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT * FROM t;
