-- A condition over the sum so far.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, s INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, n, s FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES COUNT(A.id) AS n, SUM(A.p) AS s
ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
PATTERN (A+ B)
DEFINE A AS SUM(A.p) < 25
) AS x;
