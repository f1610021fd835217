-- Falling and then rising prices per key.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, top INT, bottom INT, last_id INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, top, bottom, last_id FROM t MATCH_RECOGNIZE (
PARTITION BY k ORDER BY ts
MEASURES A.p AS top, LAST(D.p) AS bottom, U.id AS last_id
ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
PATTERN (A D+ U)
DEFINE D AS D.p < LAST(D.p, 1) OR LAST(D.p, 1) IS NULL AND D.p < A.p, U AS U.p > LAST(D.p)
) AS x;
