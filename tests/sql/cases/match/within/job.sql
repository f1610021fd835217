-- WITHIN bounds the time of a match.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, a INT, b INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, a, b FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES A.id AS a, B.id AS b
ONE ROW PER MATCH AFTER MATCH SKIP TO NEXT ROW
PATTERN (A X*? B) WITHIN INTERVAL '3' SECOND
DEFINE A AS A.p > 8, B AS B.p < 5
) AS x;
