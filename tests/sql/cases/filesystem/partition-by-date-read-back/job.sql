-- What was written for a partition by a date cannot be read.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (k STRING, d DATE) PARTITIONED BY (d) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o VALUES ('x', DATE '2024-05-01');
SELECT * FROM o;
