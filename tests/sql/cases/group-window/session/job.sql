-- SESSION in GROUP BY: here a gap of exactly ten seconds joins too.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT SESSION_START(ts, INTERVAL '10' SECOND), SESSION_END(ts, INTERVAL '10' SECOND), k, COUNT(*) FROM ev
GROUP BY SESSION(ts, INTERVAL '10' SECOND), k;
