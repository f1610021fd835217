-- What one statement writes the next one reads.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE f (id INT, k STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO f SELECT id, k FROM t;
INSERT INTO o SELECT k, COUNT(*) FROM f GROUP BY k;
