-- A computed time is no time attribute.
CREATE TABLE ev (
  id INT,
  k STRING,
  j STRING,
  v INT,
  d DOUBLE,
  ts TIMESTAMP(3),
  n ROW<t TIMESTAMP(3), x INT>,
  xs ARRAY<INT>,
  WATERMARK FOR ts AS ts - INTERVAL '0.2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW f AS SELECT id, k, ts + INTERVAL '1' SECOND AS ts FROM ev;
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE f, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end;
