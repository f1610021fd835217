-- Rows of a VALUES clause, with a type per column that fits all rows.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (x DECIMAL(12, 1), y STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT CAST(x AS DECIMAL(12, 1)), y FROM (VALUES (1, 'a'), (2.5, 'bcd'), (CAST(NULL AS INT), 'e')) AS v(x, y);
