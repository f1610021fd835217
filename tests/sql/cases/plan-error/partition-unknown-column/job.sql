-- PARTITION names a column that is no partition.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (id INT, k STRING) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o PARTITION (id = 1) SELECT 'x';
