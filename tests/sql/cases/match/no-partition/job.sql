-- A pattern over the whole stream.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a INT, b INT) WITH ('connector' = 'print');
INSERT INTO o SELECT a, b FROM t MATCH_RECOGNIZE (
ORDER BY ts
MEASURES A.id AS a, B.id AS b
ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
PATTERN (A B)
DEFINE A AS A.p > 8, B AS B.p < 6
) AS x;
