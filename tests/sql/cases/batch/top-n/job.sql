-- Top-N by ROW_NUMBER and RANK in batch mode.
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
CREATE TABLE o (k STRING, oid INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT 'row_number', oid, n FROM (SELECT oid, ROW_NUMBER() OVER (PARTITION BY cust ORDER BY amt DESC, oid) AS n FROM orders) WHERE n <= 1 UNION ALL SELECT 'rank', oid, n FROM (SELECT oid, RANK() OVER (ORDER BY cust) AS n FROM orders) WHERE n <= 3;
