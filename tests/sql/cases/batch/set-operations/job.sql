-- All set operations, with and without ALL.
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
CREATE TABLE o (kind STRING, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT 'union', v FROM (SELECT cust AS v FROM orders UNION SELECT cid FROM cust) UNION ALL SELECT 'intersect', v FROM (SELECT cust AS v FROM orders INTERSECT SELECT cid FROM cust) UNION ALL SELECT 'intersect all', v FROM (SELECT cust AS v FROM orders INTERSECT ALL SELECT cid FROM cust) UNION ALL SELECT 'except', v FROM (SELECT cust AS v FROM orders EXCEPT SELECT cid FROM cust) UNION ALL SELECT 'except all', v FROM (SELECT cust AS v FROM orders EXCEPT ALL SELECT cid FROM cust);
