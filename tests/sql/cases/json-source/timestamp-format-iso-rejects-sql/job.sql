-- In ISO-8601 mode a blank between date and time fails the job.
CREATE TABLE t (
  id INT,
  a TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
CREATE TABLE o (id INT, a TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
