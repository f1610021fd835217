-- Both ways of treating errors at once.
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.fail-on-missing-field' = 'true', 'json.ignore-parse-errors' = 'true');
SELECT * FROM t;
