-- Hopping windows over the results of windows that fire early.
SET 'table.exec.emit.early-fire.enabled' = 'true';
SET 'table.exec.emit.early-fire.delay' = '0 ms';
SET 'table.exec.emit.late-fire.enabled' = 'true';
SET 'table.exec.emit.late-fire.delay' = '0 ms';
SET 'table.exec.emit.allow-lateness' = '20 s';
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT HOP_START(r, INTERVAL '10' SECOND, INTERVAL '20' SECOND), SUM(c), COUNT(*) FROM (
  SELECT k, TUMBLE_ROWTIME(ts, INTERVAL '10' SECOND) r, COUNT(*) c FROM ev GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND)
) GROUP BY HOP(r, INTERVAL '10' SECOND, INTERVAL '20' SECOND);
