-- A * behind a column of the same name.
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
CREATE TABLE o (a INT, b INT, c INT, d INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT oid0, oid1, x.oid, x.cid FROM (SELECT a.oid, a.*, b.oid AS cid, b.* FROM (SELECT oid FROM orders) AS a JOIN (SELECT cid AS oid FROM cust) AS b ON a.oid = b.oid) AS x;
