-- Maxwell records.
CREATE TABLE t (id INT, name STRING, qty INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'maxwell-json');
CREATE TABLE o (id INT, name STRING, qty INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
