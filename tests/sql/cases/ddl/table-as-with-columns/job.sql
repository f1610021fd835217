-- CREATE TABLE … AS with columns of its own: those that the query has stay where the query has them, with the declared type.
CREATE TABLE t (id INT, k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE a (note STRING, v DOUBLE, twice AS v * 2) WITH ('connector' = 'print') AS SELECT id, k, v FROM t WHERE id < 3;
DESCRIBE a;
CREATE TABLE b (k STRING, id BIGINT COMMENT 'wider') WITH ('connector' = 'print') AS SELECT id, k, v FROM t WHERE id < 3;
DESCRIBE b;
CREATE TABLE c (x INT, n INT) WITH ('connector' = 'print') AS SELECT k, CAST(1 AS SMALLINT) AS n FROM t WHERE id = 1;
DESCRIBE c;
CREATE OR REPLACE TABLE c (x INT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print') AS SELECT COALESCE(k, '') AS k, COUNT(*) AS n FROM t GROUP BY COALESCE(k, '');
DESCRIBE c;
