-- ROLLUP with GROUPING in batch mode.
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
CREATE TABLE o (cust INT, big BOOLEAN, g BIGINT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT cust, big, GROUPING_ID(cust, big), COUNT(*) FROM (SELECT cust, amt > 4 AS big FROM orders) GROUP BY ROLLUP (cust, big);
