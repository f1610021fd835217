-- Seed 20: which rows a tumble window keeps when disorder plays around the 200 ms watermark rule.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE kept (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, n BIGINT, ids STRING) WITH ('connector' = 'print');
INSERT INTO kept
SELECT window_start, window_end, k, COUNT(*), LISTAGG(CAST(id AS STRING))
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.2' SECOND))
GROUP BY window_start, window_end, k;
