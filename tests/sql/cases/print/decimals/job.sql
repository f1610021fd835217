-- Decimals are printed with all digits of their scale.
CREATE TABLE t (
  id INT,
  a DECIMAL(10, 2),
  b DECIMAL(20, 10),
  c DECIMAL(38, 0),
  e DECIMAL(3, 3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a DECIMAL(10, 2), b DECIMAL(20, 10), c DECIMAL(38, 0), e DECIMAL(3, 3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
