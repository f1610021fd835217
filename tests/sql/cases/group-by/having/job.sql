-- HAVING: a group enters when it fulfils it and is retracted when it no longer does.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, SUM(v) FROM t GROUP BY k HAVING SUM(v) > 3;
