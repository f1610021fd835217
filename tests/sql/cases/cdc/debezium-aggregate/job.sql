-- An aggregate over a Debezium stream.
CREATE TABLE t (id INT, name STRING, qty INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json');
CREATE TABLE o (s INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT SUM(qty), COUNT(*) FROM t;
