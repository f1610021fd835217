-- A line with too few columns fails the job.
CREATE TABLE t (i INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv'
);
CREATE TABLE o (i INT, s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
