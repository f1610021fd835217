-- Windowed results of one table joined with another table by a bound of their windows: no window join, since one side has no windows.
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
CREATE TABLE o (k INT, n BIGINT, ts TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o
SELECT x.cust, x.n, c.ts FROM (SELECT cust, window_end AS we, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE timed, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, cust) AS x JOIN (SELECT CAST(ts AS TIMESTAMP(0)) AS we, ts FROM cust) AS c ON x.we = c.we;
