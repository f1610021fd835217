-- A text with a number beyond INT fails the job.
CREATE TABLE t (
  i INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (i INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
