-- A table without an end in a batch job.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (a INT) WITH ('connector' = 'datagen');
SELECT * FROM t;
