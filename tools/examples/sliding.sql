-- The same orders in sliding and in cumulating windows, from one script with two jobs and a view.
--
--   waterwheel run tools/examples/sliding.sql

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

CREATE VIEW big_orders AS SELECT shop, amount, ordered_at FROM orders WHERE amount >= 50;

CREATE TABLE out_print (
  window_start TIMESTAMP(3), window_end TIMESTAMP(3), shop STRING, orders BIGINT, highest DECIMAL(10, 2)
) WITH ('connector' = 'print');

-- Half an hour, every ten minutes.
INSERT INTO out_print
SELECT window_start, window_end, shop, COUNT(*), MAX(amount)
FROM TABLE(HOP(TABLE big_orders, DESCRIPTOR(ordered_at), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE))
GROUP BY window_start, window_end, shop;

-- The hour so far, every twenty minutes.
INSERT INTO out_print
SELECT window_start, window_end, 'all shops', COUNT(*), MAX(amount)
FROM TABLE(CUMULATE(TABLE big_orders, DESCRIPTOR(ordered_at), INTERVAL '20' MINUTE, INTERVAL '1' HOUR))
GROUP BY window_start, window_end;
