-- Columns in another order, repeated, literals of several types.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (s STRING, id INT, id2 INT, l INT, x STRING, f BOOLEAN, e DOUBLE, m DECIMAL(3, 2), n INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT s, id, id, 42, 'lit', TRUE, 1.5E1, 2.50, CAST(NULL AS INT) FROM t;
