-- Windows of processing time fire early, too, and what they have put out stays.
SET 'table.exec.emit.early-fire.enabled' = 'true';
SET 'table.exec.emit.early-fire.delay' = '0 ms';
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW p AS SELECT k, PROCTIME() AS pt FROM ev;
SELECT k, COUNT(*) FROM p GROUP BY k, TUMBLE(pt, INTERVAL '100000' DAY(6));
