-- A number beyond BIGINT fails the job.
CREATE TABLE t (
  l BIGINT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (l BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
