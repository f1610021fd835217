-- A partition by a date: its folder is named after the days since 1970.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (k STRING, d DATE) PARTITIONED BY (d) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o VALUES ('x', DATE '2024-05-01'), ('y', DATE '2024-05-02');
