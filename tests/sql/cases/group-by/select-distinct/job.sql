-- SELECT DISTINCT lets the first of equal rows pass; NULLs are equal.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT DISTINCT k, v FROM t;
