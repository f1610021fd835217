-- ROLLUP inside a window.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, o INT, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, k, o, SUM(v) FROM (SELECT *, MOD(v, 2) AS o FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '20' SECOND)))
GROUP BY window_start, window_end, ROLLUP (k, o);
