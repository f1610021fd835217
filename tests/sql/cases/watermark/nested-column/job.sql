-- The time attribute is a field of a row, by way of a computed column.
CREATE TABLE ev (
  id INT,
  meta ROW<t TIMESTAMP(3)>,
  ts AS meta.t,
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT, ids STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, COUNT(*), LISTAGG(CAST(id AS STRING))
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
