-- HOP with a key and several aggregates.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (we TIMESTAMP(3), k STRING, mi INT, ma INT, av INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT HOP_END(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND), k, MIN(v), MAX(v), AVG(v) FROM ev
GROUP BY k, HOP(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND);
