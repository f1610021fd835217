-- Three tables.
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
CREATE TABLE o (oid INT, name STRING, other INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT a.oid, c.name, b.oid FROM orders AS a JOIN cust AS c ON a.cust = c.cid JOIN orders AS b ON b.cust = c.cid;
