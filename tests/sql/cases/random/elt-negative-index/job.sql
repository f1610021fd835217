-- ELT refuses a negative constant as index.
CREATE TABLE t (
  k STRING,
  g INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT g AS g
FROM t
WHERE IS_DIGIT(ELT(-1, k, ('Hello World')));
