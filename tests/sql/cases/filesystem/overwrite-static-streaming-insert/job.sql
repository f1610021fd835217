-- INSERT INTO adds to what is there, in both modes.
CREATE TABLE o (id INT, k STRING) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o PARTITION (k = 'b') SELECT id FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k);
INSERT INTO o PARTITION (k = 'b') SELECT id + 10 FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS v (id, k);
