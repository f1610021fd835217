-- Without aggregation each row appears once for every window.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, ws TIMESTAMP(3), we TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT id, window_start, window_end FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND)) WHERE id IN (1, 4, 6);
