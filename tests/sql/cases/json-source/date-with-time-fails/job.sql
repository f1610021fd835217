-- A date with a time fails the job.
CREATE TABLE t (
  d DATE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (d DATE) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
