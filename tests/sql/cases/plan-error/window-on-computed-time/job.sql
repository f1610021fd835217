-- Arithmetic takes the time attribute away.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT ts + INTERVAL '1' SECOND AS c FROM ev), DESCRIPTOR(c), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
