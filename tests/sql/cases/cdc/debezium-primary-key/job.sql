-- With a primary key the stream is normalised.
CREATE TABLE t (id INT, name STRING, qty INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json');
CREATE TABLE o (id INT, name STRING, qty INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
