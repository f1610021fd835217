-- window_start is no time attribute.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT window_start AS w, n FROM (SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end)), DESCRIPTOR(w), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
