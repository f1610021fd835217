-- COUNT(DISTINCT) in a group window.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), d BIGINT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT TUMBLE_START(ts, INTERVAL '20' SECOND), COUNT(DISTINCT k), COUNT(v) FROM ev
GROUP BY TUMBLE(ts, INTERVAL '20' SECOND);
