-- Scalar subqueries, plain and correlated.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE orders (
  oid INT,
  cust INT,
  amt INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/orders.json', 'format' = 'json');
CREATE TABLE cust (
  cid INT,
  name STRING,
  tier INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/cust.json', 'format' = 'json');
CREATE TABLE o (oid INT, total INT, best STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid, (SELECT SUM(amt) FROM orders), (SELECT MAX(name) FROM cust WHERE cid = o.cust) FROM orders AS o;
