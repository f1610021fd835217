-- Windows of processing time that would fire early after a while end with the input before.
SET 'table.exec.emit.early-fire.enabled' = 'true';
SET 'table.exec.emit.early-fire.delay' = '1 min';
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW p AS SELECT *, PROCTIME() pt FROM ev;
SELECT k, COUNT(*), SUM(v) FROM p GROUP BY k, TUMBLE(pt, INTERVAL '1' DAY);
