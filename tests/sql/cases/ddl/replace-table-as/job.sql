-- A query replaces a table; without OR REPLACE, its rows go to the table that there is.
CREATE TABLE t (i INT) WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence', 'fields.i.start' = '1', 'fields.i.end' = '2');
CREATE TABLE a (x STRING, y STRING) WITH ('connector' = 'blackhole');
CREATE OR REPLACE TABLE a WITH ('connector' = 'print', 'print-identifier' = 'first') AS SELECT i FROM t;
DESCRIBE a;
REPLACE TABLE a WITH ('connector' = 'print', 'print-identifier' = 'second') AS SELECT i + 1 AS j, i FROM t;
DESCRIBE a;
CREATE TABLE IF NOT EXISTS a WITH ('connector' = 'print', 'print-identifier' = 'third') AS SELECT 10 AS i, 20 AS j;
CREATE OR REPLACE TABLE b WITH ('connector' = 'print', 'print-identifier' = 'b') AS SELECT i FROM t;
