-- Hopping windows that fire early after a while.
SET 'table.exec.emit.early-fire.enabled' = 'true';
SET 'table.exec.emit.early-fire.delay' = '1 min';
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT k, HOP_START(ts, INTERVAL '10' SECOND, INTERVAL '20' SECOND), COUNT(*), COUNT(DISTINCT v) FROM ev GROUP BY k, HOP(ts, INTERVAL '10' SECOND, INTERVAL '20' SECOND);
