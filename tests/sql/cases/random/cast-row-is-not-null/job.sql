-- A ROW that is written out is not NULL, cast or not: the planner sees that no row will come, and no time that is NULL fails the job (seed 67, query 427).
CREATE TABLE t (
  k STRING,
  c0 BOOLEAN,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
CREATE VIEW v AS SELECT k AS k, c0 AS c0
FROM t
WHERE (CAST(ROW(1, 'a') AS ROW<x INT, y STRING>)) IS NULL;
CREATE TABLE o (o2 STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT k AS o2
FROM v
WHERE c0;
