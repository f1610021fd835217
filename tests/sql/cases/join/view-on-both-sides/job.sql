-- A view that aggregates on both sides.
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
CREATE VIEW v AS SELECT cust, COUNT(*) AS n FROM orders GROUP BY cust;
CREATE TABLE o (a INT, b INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT a.cust, b.cust, a.n FROM v AS a JOIN v AS b ON a.n = b.n;
