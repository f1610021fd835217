-- A folder whose value is none of the partition column's type does no harm where the column is not read.
CREATE TABLE t (d INT, i INT) PARTITIONED BY (d) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
SELECT i FROM t;
