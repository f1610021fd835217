-- One partition column is given, the other comes from the rows.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (id INT, d STRING, k STRING) PARTITIONED BY (d, k) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o PARTITION (d = 'x') SELECT id, k FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k);
INSERT INTO o PARTITION (d = 'y') SELECT id, k FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k);
INSERT OVERWRITE o PARTITION (d = 'x') SELECT id + 10, k FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k) WHERE k = 'b';
