-- A plain aggregation over six hundred rows: only the result matters.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, s INT, mi INT, ma INT, d BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*), SUM(v), MIN(v), MAX(v), COUNT(DISTINCT v) FROM ev GROUP BY k;
