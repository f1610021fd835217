-- The second record has two cells, and three columns are read: those of the query and of the watermark.
CREATE TABLE t (id INT, ts TIMESTAMP(3), k STRING, z INT, WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
CREATE TABLE o (id INT, k STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT id, k FROM t;
