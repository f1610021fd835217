-- MIN and MAX only send an update when they change.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, mi INT, ma INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, MIN(v), MAX(v) FROM t GROUP BY k;
