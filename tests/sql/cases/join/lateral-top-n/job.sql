-- LATERAL with a correlated ORDER BY and LIMIT.
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
CREATE TABLE o (cid INT, oid INT, amt INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT s.cust, oid, amt FROM (SELECT DISTINCT cust FROM orders) s, LATERAL (SELECT oid, amt FROM orders WHERE cust = s.cust ORDER BY amt DESC LIMIT 2);
