-- Debezium records with their schema around them.
CREATE TABLE t (id INT, q INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json', 'debezium-json.schema-include' = 'true');
CREATE TABLE o (id INT, q INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
