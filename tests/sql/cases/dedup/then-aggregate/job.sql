-- An aggregate over the last row of each key.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (n BIGINT, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(*), SUM(v) FROM (SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY p DESC) AS n FROM (SELECT *, PROCTIME() AS p FROM t)) WHERE n = 1);
