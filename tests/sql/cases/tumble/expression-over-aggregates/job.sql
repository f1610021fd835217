-- Arithmetic over aggregates and keys, CASE over them.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, x INT, y DOUBLE, z STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, UPPER(k), MAX(v) - MIN(v), SUM(v) * 1.0E0 / COUNT(*), CASE WHEN COUNT(*) > 1 THEN 'many' ELSE 'one' END
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, k;
