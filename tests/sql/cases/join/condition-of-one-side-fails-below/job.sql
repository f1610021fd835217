-- A condition on one side is evaluated below the join: it fails for a row that joins with none.
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
CREATE TABLE o (oid INT, name STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid, name FROM orders AS o JOIN cust AS c ON o.cust = c.cid WHERE c.cid = 2 AND o.oid > 1 AND 10 / o.amt > 0 AND c.tier > 0;
