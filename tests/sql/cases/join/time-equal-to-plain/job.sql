-- Event time of one side equal to a plain timestamp of the other: an interval join.
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
CREATE TABLE timed (cust INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' DAY) WITH ('connector' = 'filesystem', 'path' = '${IN}/timed.json', 'format' = 'json');
CREATE TABLE o (k INT, name STRING, ts TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o
SELECT t.cust, c.name, t.ts FROM timed AS t JOIN cust AS c ON t.ts = c.ts;
