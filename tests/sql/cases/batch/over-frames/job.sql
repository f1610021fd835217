-- Frames with rows following, and whole partitions.
SET 'execution.runtime-mode' = 'batch';
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
CREATE TABLE o (oid INT, a INT, b INT, c INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid, SUM(amt) OVER (ORDER BY oid ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), SUM(amt) OVER (PARTITION BY cust), LAST_VALUE(oid) OVER (ORDER BY oid ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM orders;
