-- An aggregation over windows that fire early takes their results back.
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
SELECT s, COUNT(*), SUM(c), MAX(c), MIN(t) FROM (
  SELECT TUMBLE_START(ts, INTERVAL '10' SECOND) s, TUMBLE_END(ts, INTERVAL '10' SECOND) e, COUNT(*) c, SUM(v) t FROM ev GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND)
) GROUP BY s, e;
