-- A static partition of a number, given as one; the text of its folder.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (k STRING, n INT) PARTITIONED BY (n) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o PARTITION (n = 7) SELECT 'x';
INSERT INTO o PARTITION (n = 8) VALUES ('y'), ('z');
