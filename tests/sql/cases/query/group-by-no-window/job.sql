-- GROUP BY without a window sends a change for every input row.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (s STRING, n BIGINT, total INT) WITH ('connector' = 'print');
INSERT INTO o SELECT s, COUNT(*), SUM(a) FROM t GROUP BY s;
