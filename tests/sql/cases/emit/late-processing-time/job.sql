-- Nothing is late for a window of processing time: late firing changes nothing.
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
CREATE VIEW p AS SELECT k, PROCTIME() AS pt FROM ev;
SELECT k, COUNT(*) FROM p GROUP BY k, TUMBLE(pt, INTERVAL '100000' DAY(6));
