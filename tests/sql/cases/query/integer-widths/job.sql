-- The type of an integer operation is the wider one; results wrap in that type.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, tt TINYINT, ss SMALLINT, bb BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, CAST(a AS TINYINT) + CAST(1 AS TINYINT), CAST(a AS SMALLINT) * CAST(3 AS SMALLINT), CAST(a AS BIGINT) + 1 FROM t;
