-- USING: its column comes first, once; the other columns of equal names are all there.
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
CREATE TABLE o (a INT, b INT, c INT, d STRING, e INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT * FROM (SELECT oid, cust, amt FROM orders) AS o JOIN (SELECT cid AS cust, name, tier AS amt FROM cust) AS c USING (cust);
