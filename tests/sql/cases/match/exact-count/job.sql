-- An exact number of repetitions.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, f INT, l INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, f, l FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES FIRST(A.id) AS f, LAST(A.id) AS l
ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
PATTERN (A{3})
DEFINE A AS A.p >= 6
) AS x;
