-- CURRENT_WATERMARK is NULL before the first watermark and then the last one emitted before the row.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, w TIMESTAMP(3), late BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o SELECT id, CURRENT_WATERMARK(ts), ts <= CURRENT_WATERMARK(ts) FROM ev;
