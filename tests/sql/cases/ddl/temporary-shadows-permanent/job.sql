-- A temporary table hides a permanent one of its name until it is dropped.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TEMPORARY VIEW t AS SELECT 1 AS id;
SELECT * FROM t;
DROP TEMPORARY VIEW t;
SELECT id, k FROM t WHERE id < 3;
