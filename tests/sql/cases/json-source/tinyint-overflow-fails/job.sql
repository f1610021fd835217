-- 300 for a TINYINT fails the job.
CREATE TABLE t (
  t TINYINT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (t TINYINT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
