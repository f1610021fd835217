-- Order of texts is by code point.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (s STRING, id INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT s, id FROM t ORDER BY s, id;
