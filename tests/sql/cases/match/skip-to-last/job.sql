-- AFTER MATCH SKIP TO LAST of a variable.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, a INT, l INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, a, l FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES A.id AS a, LAST(B.id) AS l
ONE ROW PER MATCH AFTER MATCH SKIP TO LAST B
PATTERN (A B+ C)
DEFINE B AS B.p < LAST(B.p, 1) OR LAST(B.p, 1) IS NULL AND B.p < A.p, C AS C.p >= LAST(B.p)
) AS x;
