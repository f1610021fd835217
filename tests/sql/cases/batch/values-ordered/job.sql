-- ORDER BY over VALUES of mixed types.
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
CREATE TABLE o (a DECIMAL(12, 1), b STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT CAST(a AS DECIMAL(12, 1)), b FROM (VALUES (3, 'x'), (1.5, 'y'), (CAST(NULL AS INT), 'z'), (2, CAST(NULL AS STRING))) AS v(a, b) ORDER BY a DESC;
