-- A pattern variable may stand in the pattern once only.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, id INT, d INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, id, d FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES LAST(A.id) AS id, LAST(A.p) - LAST(A.p, 1) AS d
ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
PATTERN (A A)
DEFINE A AS A.p > 0
) AS x;
