-- USING of three tables.
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
CREATE TABLE o (k INT, a INT, b INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT * FROM (SELECT oid AS k, cust AS a FROM orders) AS x JOIN (SELECT cid AS k, tier AS b FROM cust) AS y USING (k) JOIN (SELECT DISTINCT cust AS k FROM orders) AS z USING (k);
