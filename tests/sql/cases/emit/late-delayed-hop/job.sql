-- Late rows of hopping windows wait for the wall clock; a window whose first row is late does not.
SET 'table.exec.emit.late-fire.enabled' = 'true';
SET 'table.exec.emit.late-fire.delay' = '1 min';
SET 'table.exec.emit.allow-lateness' = '1 d';
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT HOP_START(ts, INTERVAL '10' SECOND, INTERVAL '20' SECOND), COUNT(*), COUNT(DISTINCT v) FROM ev GROUP BY HOP(ts, INTERVAL '10' SECOND, INTERVAL '20' SECOND);
