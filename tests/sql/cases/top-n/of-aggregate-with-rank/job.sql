-- Ranks over an updating sum.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (g STRING, k STRING, s INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT g, k, s, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY g ORDER BY s DESC, k) AS n FROM (SELECT g, k, SUM(v) AS s FROM t GROUP BY g, k)) WHERE n <= 2;
