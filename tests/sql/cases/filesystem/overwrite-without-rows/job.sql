-- A table without partitions is emptied when there are no rows.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (id INT, k STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k);
INSERT OVERWRITE o SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k) WHERE id > 5;
