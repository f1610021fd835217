-- TUMBLE with a key.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), k, COUNT(*) FROM ev
GROUP BY TUMBLE(ts, INTERVAL '10' SECOND), k;
