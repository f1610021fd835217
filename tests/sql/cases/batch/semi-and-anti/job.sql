-- IN, NOT IN, EXISTS, NOT EXISTS in batch mode.
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
CREATE TABLE o (k STRING, oid INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT 'in', oid FROM orders WHERE cust IN (SELECT cid FROM cust) UNION ALL SELECT 'not in', oid FROM orders WHERE cust NOT IN (SELECT cid FROM cust WHERE cid IS NOT NULL) UNION ALL SELECT 'not in null', oid FROM orders WHERE cust NOT IN (SELECT cid FROM cust) UNION ALL SELECT 'exists', oid FROM orders AS o WHERE EXISTS (SELECT * FROM cust WHERE cid = o.cust) UNION ALL SELECT 'not exists', oid FROM orders AS o WHERE NOT EXISTS (SELECT * FROM cust WHERE cid = o.cust);
