-- By default a T between date and time fails the job.
CREATE TABLE t (
  id INT,
  a TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
