-- A bad value in a column nobody reads.
CREATE TABLE t (
  id INT,
  bad INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id FROM t;
