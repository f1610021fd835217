-- Top-N of a Top-N.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, v FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY v DESC) AS m FROM (SELECT k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n <= 2)) WHERE m <= 3;
