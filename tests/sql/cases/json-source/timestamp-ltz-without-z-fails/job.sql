-- TIMESTAMP_LTZ without Z fails the job.
CREATE TABLE t (
  ts TIMESTAMP_LTZ(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (ts TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
