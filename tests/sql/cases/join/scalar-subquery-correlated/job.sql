-- A correlated scalar subquery in the select list.
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
CREATE TABLE o (oid INT, m STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid, (SELECT MAX(name) FROM cust AS c WHERE c.cid = o.cust) FROM orders AS o;
