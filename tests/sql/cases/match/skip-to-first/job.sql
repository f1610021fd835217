-- AFTER MATCH SKIP TO FIRST of a variable.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, a INT, c INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, a, c FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES A.id AS a, C.id AS c
ONE ROW PER MATCH AFTER MATCH SKIP TO FIRST C
PATTERN (A B C)
DEFINE B AS B.p < A.p, C AS C.p <> B.p
) AS x;
