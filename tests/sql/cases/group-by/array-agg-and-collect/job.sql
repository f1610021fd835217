-- ARRAY_AGG keeps NULL and order, COLLECT counts.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, a ARRAY<INT>, c MULTISET<INT>) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, ARRAY_AGG(v), COLLECT(v) FROM t GROUP BY k;
