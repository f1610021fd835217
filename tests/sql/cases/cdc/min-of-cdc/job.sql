-- MIN and MAX over a table that changes.
CREATE TABLE t (id INT, q INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json');
CREATE TABLE o (a INT, b INT, c BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT MIN(q), MAX(q), COUNT(DISTINCT q) FROM t;
