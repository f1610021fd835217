-- Equality on two columns.
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
SELECT x.oid, y.oid FROM orders AS x JOIN orders AS y ON x.cust = y.cust AND x.amt = y.amt;
