-- A line that is an array of objects gives a row for each.
CREATE TABLE t (
  id INT,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
