-- MAX over updates: a retracted maximum gives way to the next.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (m BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT MAX(s) FROM (SELECT k, SUM(v) AS s FROM t GROUP BY k);
