-- A scalar subquery over an aggregate, compared with each row.
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
CREATE TABLE o (oid INT, amt INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid, amt FROM orders WHERE amt > (SELECT AVG(amt) FROM orders);
