-- A join on expressions of both sides.
CREATE TABLE orders (
  oid INT,
  cust INT,
  amt INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/orders.json', 'format' = 'json');
CREATE TABLE cust (
  cid INT,
  name STRING,
  tier INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/cust.json', 'format' = 'json');
CREATE TABLE o (oid INT, name STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid, name FROM orders JOIN cust ON orders.cust / 10 = cust.tier;
