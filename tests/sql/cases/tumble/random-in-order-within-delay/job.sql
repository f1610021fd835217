-- Six hundred rows in slight disorder, forty keys, nothing late.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, n BIGINT, s INT, mi INT, ma INT, av INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, k, COUNT(*), SUM(v), MIN(v), MAX(v), AVG(v) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;
