-- Decimals take Flink's precision and scale rules.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, x DECIMAL(12, 2), y DECIMAL(23, 4), z DECIMAL(21, 13), w DECIMAL(11, 2)) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, CAST(a AS DECIMAL(11, 2)) + 0.25, CAST(a AS DECIMAL(11, 2)) * CAST(b AS DECIMAL(11, 2)), CAST(d AS DECIMAL(10, 2)) / b, CAST(a AS DECIMAL(11, 2)) - b FROM t;
