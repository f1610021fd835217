-- FILTER per aggregate, also with DISTINCT.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, p BIGINT, s INT, d BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*) FILTER (WHERE v > 0), SUM(v) FILTER (WHERE id > 3), COUNT(DISTINCT v) FILTER (WHERE v < 5) FROM t GROUP BY k;
