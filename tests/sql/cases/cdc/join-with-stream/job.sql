-- A stream joined with a table that changes: only the end counts.
CREATE TABLE t (id INT, q INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json');
CREATE TABLE ev (k INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (k INT, q INT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, q FROM ev LEFT JOIN t ON k = id;
