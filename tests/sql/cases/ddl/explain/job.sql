-- EXPLAIN of a rejected query is an error like the query itself.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
EXPLAIN SELECT nope FROM t;
