-- Rows of which nothing is read are read by the first column of the file, not of the declaration's metadata and computed ones.
CREATE TABLE t (f STRING NOT NULL METADATA FROM 'file.name' VIRTUAL, c AS b + 1, a INT, b STRING)
WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT 1 FROM t;
