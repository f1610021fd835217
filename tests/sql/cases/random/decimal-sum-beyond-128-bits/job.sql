-- A DECIMAL sum that 128 bits hold only once its last digit is rounded away.
CREATE TABLE t (
  c2 DECIMAL(38, 10)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT c2 + c2 AS i2
FROM t;
