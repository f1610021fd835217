-- A static partition of a date given as text.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (k STRING, d DATE) PARTITIONED BY (d) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o PARTITION (d = '2024-05-01') VALUES ('x');
