-- COUNT(DISTINCT) per window, beside plain aggregates, NULL not counted.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT, d BIGINT, s INT) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, COUNT(*), COUNT(DISTINCT k), SUM(DISTINCT v)
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end;
