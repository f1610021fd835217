-- An aggregation that changes, joined with rows that do not, by what changes.
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
CREATE TABLE o (n BIGINT, name STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT s.n, c.name FROM (SELECT cust, COUNT(*) AS n FROM orders GROUP BY cust) AS s JOIN cust AS c ON s.n = c.tier;
