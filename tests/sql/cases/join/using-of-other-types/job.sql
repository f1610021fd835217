-- USING of a BIGINT and an INT: the column is that of the left.
CREATE TABLE orders (
  oid INT,
  cust INT,
  amt INT,
  f DOUBLE,
  d DECIMAL(10, 2),
  s STRING,
  xs ARRAY<INT>,
  r ROW<p INT, q STRING>,
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/orders.json', 'format' = 'json');
CREATE TABLE cust (
  cid INT,
  name STRING,
  tier INT,
  f DOUBLE,
  s CHAR(3),
  xs ARRAY<INT>,
  r ROW<p INT, q STRING>,
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/cust.json', 'format' = 'json');
CREATE TABLE o (a BIGINT, b INT, c BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT o.cust, c.cust, cust FROM (SELECT CAST(cust AS BIGINT) AS cust FROM orders) AS o JOIN (SELECT cid AS cust FROM cust) AS c USING (cust);
