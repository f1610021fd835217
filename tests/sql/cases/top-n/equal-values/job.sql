-- Ties keep the earlier row first.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, v INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, v, n FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY v / 4 DESC) AS n FROM t) WHERE n <= 3;
