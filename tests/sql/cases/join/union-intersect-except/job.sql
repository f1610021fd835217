-- INTERSECT and EXCEPT, with and without ALL.
CREATE TABLE orders (
  oid INT,
  cust INT,
  amt INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/orders.json', 'format' = 'json');
CREATE TABLE cust (
  cid INT,
  name STRING,
  tier INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/cust.json', 'format' = 'json');
CREATE TABLE o (kind STRING, x INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT 'i', x FROM (SELECT cust AS x FROM orders INTERSECT SELECT cid FROM cust) UNION ALL SELECT 'e', x FROM (SELECT cust AS x FROM orders EXCEPT SELECT cid FROM cust) UNION ALL SELECT 'ea', x FROM (SELECT cust AS x FROM orders EXCEPT ALL SELECT cid FROM cust) UNION ALL SELECT 'ia', x FROM (SELECT cust AS x FROM orders INTERSECT ALL SELECT cid FROM cust);
