-- Broken records are left out when asked.
CREATE TABLE t (id INT, q INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json', 'debezium-json.ignore-parse-errors' = 'true');
CREATE TABLE o (id INT, q INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
