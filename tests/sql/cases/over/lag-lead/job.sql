-- LAG, also with distance and default.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, a INT, b INT, c INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, k, LAG(v) OVER w, LAG(v, 2) OVER w, LAG(v, 1, -1) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts);
