-- HAVING and FILTER with a group window.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT, big BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), COUNT(*), COUNT(*) FILTER (WHERE v > 5) FROM ev
GROUP BY TUMBLE(ts, INTERVAL '10' SECOND) HAVING COUNT(*) > 1;
