-- LIMIT cuts ties by the further keys.
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
CREATE TABLE o (amt INT, oid INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT amt, oid FROM (SELECT amt / 4 AS amt, oid FROM orders) ORDER BY amt, oid LIMIT 4;
