-- A constant NULL as divisor is NULL, not a division by zero.
CREATE TABLE t (
  g INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE VIEW v AS SELECT g AS g
FROM t;
CREATE TABLE o (o3 DECIMAL(38, 0)) WITH ('connector' = 'print');
INSERT INTO o
SELECT (g / NULLIF(0, 0)) AS o3
FROM v;
