-- INSERT with a column list: the order of the list counts and columns left out are NULL.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (x INT, y STRING, z DOUBLE) WITH ('connector' = 'print');
INSERT INTO o (y, x) SELECT s, id FROM t;
