-- MATCH_RECOGNIZE in batch mode.
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
SELECT a, b FROM orders MATCH_RECOGNIZE (ORDER BY ts MEASURES A.oid AS a, B.oid AS b ONE ROW PER MATCH AFTER MATCH SKIP TO NEXT ROW PATTERN (A B) DEFINE B AS B.amt > A.amt) AS m;
