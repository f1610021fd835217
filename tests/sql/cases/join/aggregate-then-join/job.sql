-- An updating aggregate joined with a table.
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
CREATE TABLE o (name STRING, total INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT c.name, s.total FROM (SELECT cust, SUM(amt) AS total FROM orders GROUP BY cust) AS s JOIN cust AS c ON s.cust = c.cid;
