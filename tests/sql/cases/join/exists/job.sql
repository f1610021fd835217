-- EXISTS with a correlated condition.
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
SELECT oid FROM orders AS o WHERE EXISTS (SELECT 1 FROM cust AS c WHERE c.cid = o.cust AND c.tier > 1);
