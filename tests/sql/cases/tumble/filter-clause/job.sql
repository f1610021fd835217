-- FILTER restricts one aggregate.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT, big BIGINT, s INT) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, COUNT(*), COUNT(*) FILTER (WHERE v > 5), SUM(v) FILTER (WHERE k = 'a')
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end;
