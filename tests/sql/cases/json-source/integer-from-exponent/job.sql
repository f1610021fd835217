-- 1e3 and 1.0 for integers.
CREATE TABLE t (
  i INT,
  l BIGINT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (i INT, l BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
