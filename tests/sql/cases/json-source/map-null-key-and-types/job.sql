-- Map keys are texts; values may be nested; numbers as map values convert.
CREATE TABLE t (
  id INT,
  m MAP<STRING, DOUBLE>,
  n MAP<STRING, ROW<x INT>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a DOUBLE, x INT, c INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, m['a'], n['a'].x, CARDINALITY(m) FROM t;
