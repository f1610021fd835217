-- NOT EXISTS over an updating subquery.
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
CREATE TABLE o (cid INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT cid FROM cust AS c WHERE NOT EXISTS (SELECT * FROM (SELECT cust, SUM(amt) AS s FROM orders GROUP BY cust) AS s WHERE s.cust = c.cid AND s.s > 6);
