-- A time without seconds fails the job.
CREATE TABLE t (
  t TIME(0)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (t TIME(0)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
