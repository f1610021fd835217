-- The watermark stands on a column computed from a text.
CREATE TABLE ev (
  id INT,
  txt STRING,
  ts AS TO_TIMESTAMP(txt, 'dd/MM/yyyy HH:mm:ss'),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT, ids STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, COUNT(*), LISTAGG(CAST(id AS STRING))
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
