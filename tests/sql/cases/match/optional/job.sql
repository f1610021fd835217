-- An optional part.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, a INT, b INT, c INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, a, b, c FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES A.id AS a, B.id AS b, C.id AS c
ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
PATTERN (A B? C)
DEFINE A AS A.p > 8, B AS B.p < 8, C AS C.p > 6
) AS x;
