-- Decimals: rounding to the scale, values that do not fit become NULL, texts and exponents.
CREATE TABLE t (
  id INT,
  a DECIMAL(5, 2),
  b DECIMAL(38, 18),
  c DECIMAL(10, 0)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a DECIMAL(5, 2), b DECIMAL(38, 18), c DECIMAL(10, 0)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
