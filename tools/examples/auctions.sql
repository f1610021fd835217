-- Bids of an auction site, as they come in: 5,000 events a second, out of order by up to two seconds, and one in a
-- hundred so late that its window has closed. Every ten seconds of event time: how many bids, and the highest.
--
--   waterwheel run tools/examples/auctions.sql

CREATE TABLE bids (
  auction    BIGINT,
  bidder     BIGINT,
  price      BIGINT,
  channel    STRING,
  `dateTime` TIMESTAMP(3),
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '2' SECOND
) WITH (
  'connector' = 'nexmark',
  'kind' = 'bid',
  'events' = '300000',             -- of all kinds; 46 in 50 are bids
  'event-rate' = '5000',           -- events per second of event time
  'rows-per-second' = '60000',     -- how fast they arrive: about twelve seconds of event time a second
  'disorder' = '2 s',
  'late-rate' = '0.01',
  'late-by' = '30 s'
);

CREATE TABLE results (
  window_end TIMESTAMP(3),
  channel    STRING,
  bids       BIGINT,
  highest    BIGINT
) WITH ('connector' = 'print');

INSERT INTO results
SELECT window_end, channel, COUNT(*), MAX(price)
FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
WHERE channel IN ('Google', 'Apple', 'Facebook', 'Baidu')
GROUP BY window_start, window_end, channel;
