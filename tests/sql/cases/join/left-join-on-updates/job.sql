-- A LEFT join whose right side is updated.
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
CREATE TABLE o (cid INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT cid, n FROM cust LEFT JOIN (SELECT cust AS k, COUNT(*) AS n FROM orders GROUP BY cust) AS s ON cid = k;
