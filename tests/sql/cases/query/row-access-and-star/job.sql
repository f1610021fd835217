-- A row constructor, its fields by position-made names, and a nested field of a computed row.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (x INT, y STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT t.r.a, t.r.b FROM (SELECT CAST(ROW(v, k) AS ROW<a INT, b STRING>) AS r FROM ev) AS t WHERE t.r.a > 8;
