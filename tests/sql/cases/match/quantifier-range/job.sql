-- A range of repetitions, with aggregates.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, s INT, av INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, n, s, av FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES COUNT(A.id) AS n, SUM(A.p) AS s, AVG(A.p) AS av
ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
PATTERN (A{2,3} B)
DEFINE A AS A.p > 5, B AS B.p <= 9
) AS x;
