-- Every scalar type from CSV; an empty field.
CREATE TABLE t (b BOOLEAN, i INT, l BIGINT, d DOUBLE, n DECIMAL(8, 2), s STRING, dt DATE, tm TIME(0), ts TIMESTAMP(3)) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv'
);
CREATE TABLE o (b BOOLEAN, i INT, l BIGINT, d DOUBLE, n DECIMAL(8, 2), s STRING, dt DATE, tm TIME(0), ts TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
