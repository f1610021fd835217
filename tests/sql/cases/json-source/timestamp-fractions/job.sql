-- More or fewer fraction digits than the column has; TIMESTAMP_LTZ needs the trailing Z.
CREATE TABLE t (
  id INT,
  a TIMESTAMP(3),
  b TIMESTAMP(0),
  c TIMESTAMP(9),
  l TIMESTAMP_LTZ(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a TIMESTAMP(3), b TIMESTAMP(0), c TIMESTAMP(9), l TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
