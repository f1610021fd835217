-- A filter over the result of OVER.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, d INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, d FROM (SELECT id, v - LAG(v) OVER (PARTITION BY k ORDER BY ts) AS d FROM t) WHERE d > 0;
