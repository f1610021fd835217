-- Folders named after numbers and times, and what is read back from them. Instants are named in UTC.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE `dec` (i INT, k DECIMAL(20, 10)) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}/dec', 'format' = 'csv');
INSERT INTO `dec` VALUES (1, 1.50), (2, CAST(NULL AS DECIMAL(20, 10))), (3, -0.05), (4, 100), (5, 0);
CREATE TABLE dbl (i INT, k DOUBLE) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}/dbl', 'format' = 'csv');
INSERT INTO dbl VALUES (1, 1.50E0), (3, -1E-10), (4, 1E20);
SELECT i, k FROM dbl;
CREATE TABLE flt (i INT, k FLOAT) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}/flt', 'format' = 'csv');
INSERT INTO flt SELECT i, CAST(k AS FLOAT) FROM (VALUES (1, 0.1E0), (3, -1E-10), (4, 1E20)) AS v (i, k);
SELECT i, k FROM flt;
CREATE TABLE ts (i INT, k TIMESTAMP(9)) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}/ts', 'format' = 'csv');
INSERT INTO ts VALUES (1, TIMESTAMP '2024-05-01 10:20:30.123456789'), (2, TIMESTAMP '2024-05-01 10:20:00'), (3, TIMESTAMP '1969-12-31 10:20:30.1234');
INSERT INTO ts PARTITION (k = '2024-05-01 10:20:30') VALUES (4);
SELECT i, k FROM ts;
CREATE TABLE ltz (i INT, k TIMESTAMP_LTZ(3)) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}/ltz', 'format' = 'csv');
INSERT INTO ltz VALUES (1, TO_TIMESTAMP_LTZ(1700000000123, 3)), (2, TO_TIMESTAMP_LTZ(1700000000, 0));
