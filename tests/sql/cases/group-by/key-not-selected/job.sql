-- The key need not be selected: updates of different groups look alike.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(*) FROM t GROUP BY k;
