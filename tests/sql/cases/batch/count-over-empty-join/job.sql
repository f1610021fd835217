-- An aggregate over a join without matches.
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
CREATE TABLE o (n BIGINT, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(*), SUM(amt) FROM orders JOIN cust ON cust.cid = orders.cust AND cust.tier > 100;
