-- A window function takes no rows that change.
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
CREATE VIEW inner_w AS SELECT TUMBLE_ROWTIME(ts, INTERVAL '10' SECOND) r, COUNT(*) c FROM ev GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND);
SELECT window_start, SUM(c) FROM TABLE(TUMBLE(TABLE inner_w, DESCRIPTOR(r), INTERVAL '20' SECOND)) GROUP BY window_start, window_end;
