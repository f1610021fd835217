-- A common table expression used twice.
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
CREATE TABLE o (a INT, b INT) WITH ('connector' = 'print');
INSERT INTO o
WITH big AS (SELECT oid, amt FROM orders WHERE amt > 3) SELECT x.oid, y.oid FROM big AS x JOIN big AS y ON x.amt < y.amt;
