-- A partition of two columns.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, g STRING, v INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, g, v, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, g ORDER BY v DESC) AS n FROM t) WHERE n <= 2;
