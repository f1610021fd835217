-- INSERT OVERWRITE in batch mode replaces what an earlier statement wrote.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o SELECT id FROM t;
INSERT OVERWRITE o SELECT id + 100 FROM t WHERE id < 3;
