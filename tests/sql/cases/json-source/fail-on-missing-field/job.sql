-- With json.fail-on-missing-field a row without one of the columns fails the job.
CREATE TABLE t (
  id INT,
  a STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.fail-on-missing-field' = 'true');
CREATE TABLE o (id INT, a STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
