-- A MAP as a grouping key.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (m MAP<STRING, INT>) WITH ('connector' = 'print');
INSERT INTO o
SELECT DISTINCT MAP[k, v] FROM ev;
