-- Comparison with NULL is unknown and unknown does not pass; NOT of unknown neither.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id FROM t WHERE NOT (a > 0) OR b = 3;
