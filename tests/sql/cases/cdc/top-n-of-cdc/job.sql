-- Top-N over a table that changes.
CREATE TABLE t (id INT, q INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json');
CREATE TABLE o (id INT, q INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, q FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY q DESC) AS n FROM t) WHERE n <= 2;
