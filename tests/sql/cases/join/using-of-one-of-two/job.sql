-- USING takes the first of two columns of its name on the left.
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
CREATE TABLE o (i INT, a INT, b INT, c INT, name STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT i, a.i, c.i, e.i, e.name FROM (SELECT oid AS i, amt FROM orders) AS a JOIN (SELECT cust AS i, amt FROM orders) AS c ON a.amt = c.amt JOIN (SELECT cid AS i, name FROM cust) AS e USING (i);
