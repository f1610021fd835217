-- NOT IN over a subquery without NULL.
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
CREATE TABLE o (oid INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid FROM orders WHERE cust NOT IN (SELECT cid FROM cust WHERE cid IS NOT NULL);
