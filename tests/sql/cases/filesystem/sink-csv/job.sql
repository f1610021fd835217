-- Rows written as CSV, quoted where needed.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, s STRING, ts TIMESTAMP(3), n DECIMAL(10, 2), b BOOLEAN, u STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o SELECT id, k || ', x', TIMESTAMP '2024-05-01 10:00:00.5', CAST(v AS DECIMAL(10, 2)), v > 1, 'say "' || k || '"' FROM t;
