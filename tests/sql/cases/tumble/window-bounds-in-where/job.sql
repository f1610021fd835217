-- Window columns in WHERE and in expressions.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT, len INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, COUNT(*), TIMESTAMPDIFF(SECOND, window_start, window_end) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) WHERE window_start >= TIMESTAMP '2024-05-01 10:00:10' AND ts > window_start GROUP BY window_start, window_end;
