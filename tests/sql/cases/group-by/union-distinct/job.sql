-- UNION removes duplicates over both branches.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT k FROM t WHERE id < 6 UNION SELECT k FROM t WHERE id > 3;
