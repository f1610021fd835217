-- A time to live that nothing outlives changes nothing.
SET 'table.exec.state.ttl' = '1 h';
CREATE TABLE orders (
  oid INT,
  cust INT,
  amt INT,
  f DOUBLE,
  d DECIMAL(10, 2),
  s STRING,
  xs ARRAY<INT>,
  r ROW<p INT, q STRING>,
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/orders.json', 'format' = 'json');
CREATE TABLE cust (
  cid INT,
  name STRING,
  tier INT,
  f DOUBLE,
  s CHAR(3),
  xs ARRAY<INT>,
  r ROW<p INT, q STRING>,
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/cust.json', 'format' = 'json');
CREATE TABLE o (k INT, n BIGINT, name STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT x.cust, x.n, c.name FROM (SELECT cust, COUNT(*) AS n FROM orders GROUP BY cust) x JOIN cust c ON x.cust = c.cid;
