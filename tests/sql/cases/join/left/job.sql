-- A regular LEFT join on equal keys; NULL keys never match.
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
CREATE TABLE o (oid INT, cust INT, cid INT, name STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid, orders.cust, cid, name FROM orders LEFT JOIN cust ON orders.cust = cust.cid;
