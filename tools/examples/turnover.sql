-- Orders from a JSON file, out of order by up to half a minute: turnover per shop and quarter of an hour, written as JSON.
-- Run it from the root of the repository; the results appear in /tmp/waterwheel-turnover.
--
--   waterwheel run tools/examples/turnover.sql

SET 'pipeline.name' = 'turnover';

CREATE TABLE orders (
  order_id   BIGINT,
  shop       STRING,
  amount     DECIMAL(10, 2),
  ordered_at TIMESTAMP(3),
  WATERMARK FOR ordered_at AS ordered_at - INTERVAL '30' SECOND
) WITH (
  'connector' = 'filesystem',
  'path' = 'tools/examples/data/orders.json',
  'format' = 'json'
);

CREATE TABLE turnover (
  window_start TIMESTAMP(3),
  shop         STRING,
  orders       BIGINT,
  total        DECIMAL(38, 2),
  average      DECIMAL(10, 2)
) WITH (
  'connector' = 'filesystem',
  'path' = '/tmp/waterwheel-turnover',
  'format' = 'json'
);

INSERT INTO turnover
SELECT window_start, shop, COUNT(*), SUM(amount), CAST(AVG(amount) AS DECIMAL(10, 2))
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ordered_at), INTERVAL '15' MINUTE))
GROUP BY window_start, window_end, shop;
