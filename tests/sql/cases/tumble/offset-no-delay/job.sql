-- An offset with a watermark that follows at once.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), ids STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, LISTAGG(CAST(id AS STRING)) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '4' SECOND)) GROUP BY window_start, window_end;
