-- INSERT OVERWRITE … PARTITION replaces that partition.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (id INT, k STRING) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k);
INSERT OVERWRITE o PARTITION (k = 'b') SELECT id + 10 FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k);
