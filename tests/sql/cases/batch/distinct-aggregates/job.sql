-- Distinct aggregates and FILTER in batch mode.
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
CREATE TABLE o (c BIGINT, s INT, f BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(DISTINCT cust), SUM(DISTINCT amt), COUNT(*) FILTER (WHERE amt > 3) FROM (SELECT * FROM orders ORDER BY oid LIMIT 10);
