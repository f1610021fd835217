-- INSERT casts where the target type is wider; VARCHAR(n) is not trimmed unless asked.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id BIGINT, a DOUBLE, s VARCHAR(3)) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, a, s FROM t;
