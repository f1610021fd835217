-- One aggregate used twice and an aggregate of an expression.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), a INT, b INT, c INT, d BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, SUM(v), SUM(v) + 1, SUM(v * 2), COUNT(v + 1)
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end;
