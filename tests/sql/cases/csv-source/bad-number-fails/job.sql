-- A field that is no number fails the job.
CREATE TABLE t (i INT) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv'
);
CREATE TABLE o (i INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
