-- Every input row sends an update of its group, unless nothing changed.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k;
