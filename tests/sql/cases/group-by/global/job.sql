-- An aggregate without GROUP BY is one row that is updated.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (n BIGINT, s INT, mi INT, ma INT, av INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(*), SUM(v), MIN(v), MAX(v), AVG(v) FROM t;
