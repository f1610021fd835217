-- Six hundred rows, forty keys, four overlapping windows.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, n BIGINT, s INT, ma INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, k, COUNT(*), SUM(v), MAX(v) FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '15' SECOND, INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k;
