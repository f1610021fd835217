-- ignore-parse-errors and fail-on-missing-field exclude each other.
CREATE TABLE t (
  id INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true', 'json.fail-on-missing-field' = 'true');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
