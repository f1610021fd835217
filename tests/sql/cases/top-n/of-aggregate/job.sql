-- Top two groups by an updating count.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, c BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, c FROM (SELECT k, c, ROW_NUMBER() OVER (ORDER BY c DESC, k) AS n FROM (SELECT k, COUNT(*) AS c FROM t WHERE k IS NOT NULL GROUP BY k)) WHERE n <= 2;
