-- A watermark expression that is NULL for a row moves nothing, the row still counts.
CREATE TABLE ev (
  id INT,
  ts TIMESTAMP(3),
  wm TIMESTAMP(3),
  WATERMARK FOR ts AS wm
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT, ids STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, COUNT(*), LISTAGG(CAST(id AS STRING))
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
