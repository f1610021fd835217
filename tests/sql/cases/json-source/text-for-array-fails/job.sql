-- A text for an ARRAY fails the job.
CREATE TABLE t (
  xs ARRAY<INT>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (xs ARRAY<INT>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
