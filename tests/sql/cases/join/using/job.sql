-- USING gives the column once.
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
CREATE TABLE o (cust INT, oid INT, name STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT cust, oid, name FROM orders JOIN (SELECT cid AS cust, name FROM cust) AS c USING (cust);
