-- A query without INSERT prints its rows.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT id, s FROM t WHERE id < 4;
