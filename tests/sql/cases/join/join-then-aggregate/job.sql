-- An aggregate over an outer join.
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
CREATE TABLE o (name STRING, n BIGINT, total INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT c.name, COUNT(o.oid), SUM(o.amt) FROM cust AS c LEFT JOIN orders AS o ON o.cust = c.cid GROUP BY c.name;
