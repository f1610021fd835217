-- CUBE inside a window, with GROUPING_ID.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, o INT, g BIGINT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, k, o, GROUPING_ID(k, o), COUNT(*) FROM (SELECT *, MOD(v, 2) AS o FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '20' SECOND)))
GROUP BY window_start, window_end, CUBE (k, o);
