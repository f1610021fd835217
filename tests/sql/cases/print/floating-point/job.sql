-- Shortest decimal texts of FLOAT and DOUBLE, scientific notation from 1E7 up and below 1E-3.
CREATE TABLE t (
  id INT,
  f FLOAT,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, f FLOAT, d DOUBLE) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
