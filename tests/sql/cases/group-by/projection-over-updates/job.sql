-- A projection that makes the new row equal the old still sends both.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, big BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, n > 1 FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k);
