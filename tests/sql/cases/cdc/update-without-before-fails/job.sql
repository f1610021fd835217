-- An update without its old row (no full replica identity) fails the job.
CREATE TABLE t (id INT, q INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json');
CREATE TABLE o (id INT, q INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
