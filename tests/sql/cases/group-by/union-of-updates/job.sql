-- UNION ALL of an append stream and an updating one.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*) FROM t GROUP BY k UNION ALL SELECT k, CAST(id AS BIGINT) FROM t WHERE id > 9;
