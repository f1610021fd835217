-- CREATE TABLE AS takes columns and types from its query.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o WITH ('connector' = 'print') AS SELECT id, k, v * 1.5 AS w FROM t WHERE id < 4;
