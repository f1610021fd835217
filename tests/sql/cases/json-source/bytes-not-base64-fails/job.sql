-- A text that is no base64 in a BYTES column fails the job.
CREATE TABLE t (
  y BYTES
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (y BYTES) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
