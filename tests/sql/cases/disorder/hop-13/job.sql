-- Seed 13: which rows a hop window keeps when disorder plays around the 200 ms watermark rule.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '0.1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE kept (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, n BIGINT, ids INT, squares INT) WITH ('connector' = 'print');
INSERT INTO kept
SELECT window_start, window_end, k, COUNT(*), SUM(id), SUM(id * id)
FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.25' SECOND, INTERVAL '1' SECOND))
GROUP BY window_start, window_end, k;
