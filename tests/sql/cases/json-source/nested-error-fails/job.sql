-- A bad value deep inside fails the job.
CREATE TABLE t (
  r ROW<a ARRAY<ROW<x INT>>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (r ROW<a ARRAY<ROW<x INT>>>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
