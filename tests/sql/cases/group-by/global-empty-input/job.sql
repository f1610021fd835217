-- Over no rows at all a streaming aggregate says nothing.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(*) FROM t WHERE id > 1000;
