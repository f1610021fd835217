-- An object for an INT fails the job.
CREATE TABLE t (
  id INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
