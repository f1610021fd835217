-- A window over the result of OVER.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), m INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, MAX(s) FROM TABLE(TUMBLE((SELECT ts, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM t), DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY window_start, window_end;
