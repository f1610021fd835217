-- An empty field is no number and fails the job.
CREATE TABLE t (i INT, n INT) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv'
);
CREATE TABLE o (i INT, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
