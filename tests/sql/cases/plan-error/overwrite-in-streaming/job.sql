-- A stream cannot replace what is there.
CREATE TABLE o (id INT) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT OVERWRITE o SELECT 1;
