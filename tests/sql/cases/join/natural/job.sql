-- NATURAL JOIN over the common columns.
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
SELECT * FROM (SELECT cust, oid FROM orders) NATURAL JOIN (SELECT cid AS cust, name FROM cust);
