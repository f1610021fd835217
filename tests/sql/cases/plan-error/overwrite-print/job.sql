-- print cannot replace what is there.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT OVERWRITE o SELECT 1;
