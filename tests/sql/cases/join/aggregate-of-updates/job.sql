-- An aggregation over a join of updates: what leaves a group is taken back.
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
CREATE TABLE o (name STRING, n BIGINT, lo BIGINT, hi BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT c.name, COUNT(*), MIN(s.n), MAX(s.n) FROM (SELECT cust, COUNT(*) AS n FROM orders GROUP BY cust) AS s JOIN cust AS c ON s.cust = c.cid GROUP BY c.name;
