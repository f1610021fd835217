-- A number too large for FLOAT or DOUBLE reads as infinity.
CREATE TABLE t (
  id INT,
  f FLOAT,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, f FLOAT, d DOUBLE, g DOUBLE) WITH ('connector' = 'print');
INSERT INTO o SELECT id, f, d, d / 0.0 FROM t;
