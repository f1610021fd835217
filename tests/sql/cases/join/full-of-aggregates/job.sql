-- A FULL join of two aggregates.
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
CREATE TABLE o (k INT, n BIGINT, m BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COALESCE(a.k, b.k), n, m FROM (SELECT cust AS k, COUNT(*) AS n FROM orders GROUP BY cust) AS a FULL JOIN (SELECT cid AS k, COUNT(*) AS m FROM cust GROUP BY cid) AS b ON a.k = b.k;
