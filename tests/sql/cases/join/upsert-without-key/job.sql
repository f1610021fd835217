-- Rows of the side without a key are not told apart: a sink with a key is refused.
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
CREATE TABLE o (cust INT, n BIGINT, name STRING, PRIMARY KEY (cust) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO o
SELECT x.cust, x.n, y.name FROM (SELECT cust, COUNT(*) AS n FROM orders WHERE cust IS NOT NULL GROUP BY cust) x JOIN cust y ON x.cust = y.cid;
