-- The same rows with half a second of delay: many are late.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '0.5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT, s INT, ids BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, COUNT(*), SUM(v), SUM(CAST(id AS BIGINT) * id) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY window_start, window_end;
