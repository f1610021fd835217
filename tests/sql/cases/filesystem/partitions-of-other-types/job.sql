-- Partitions by a boolean and numbers from the rows.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE o (k STRING, b BOOLEAN, n TINYINT, m BIGINT) PARTITIONED BY (b, n, m) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o VALUES ('x', TRUE, CAST(1 AS TINYINT), 12345678901), ('y', FALSE, CAST(-1 AS TINYINT), 0);
