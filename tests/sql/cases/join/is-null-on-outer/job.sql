-- LEFT JOIN ... IS NULL as an anti join.
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
CREATE TABLE o (oid INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid FROM orders AS o LEFT JOIN cust AS c ON o.cust = c.cid WHERE c.cid IS NULL;
