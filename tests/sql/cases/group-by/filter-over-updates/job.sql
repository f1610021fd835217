-- WHERE over updates passes each change on its own.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, n FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) WHERE n <> 2;
