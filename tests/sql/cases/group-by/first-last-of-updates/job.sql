-- FIRST_VALUE and LAST_VALUE over updates.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (f INT, l INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT FIRST_VALUE(s), LAST_VALUE(s) FROM (SELECT k, SUM(v) AS s FROM t GROUP BY k);
