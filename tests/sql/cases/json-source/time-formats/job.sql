-- Times with and without fraction.
CREATE TABLE t (
  id INT,
  t TIME(0)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, t TIME(0)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
