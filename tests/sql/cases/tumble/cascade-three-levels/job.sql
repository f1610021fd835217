-- Three cascaded windows with keys dropped on the way.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
WITH five AS (SELECT window_time AS t1, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, window_time, k),
ten AS (SELECT window_time AS t2, SUM(n) AS n FROM TABLE(TUMBLE(TABLE five, DESCRIPTOR(t1), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time)
SELECT window_start, SUM(n) FROM TABLE(TUMBLE(TABLE ten, DESCRIPTOR(t2), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
