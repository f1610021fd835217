-- The two auctions with most bids in each window.
CREATE TABLE events (
  event_type INT,
  person ROW<id BIGINT, name STRING, city STRING, state STRING, ts TIMESTAMP(3)>,
  auction ROW<id BIGINT, item STRING, first_price BIGINT, reserve BIGINT, ts TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT>,
  bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, ts TIMESTAMP(3)>,
  at_time AS CASE event_type WHEN 0 THEN person.ts WHEN 1 THEN auction.ts ELSE bid.ts END,
  WATERMARK FOR at_time AS at_time - INTERVAL '4' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/events.json', 'format' = 'json');
CREATE VIEW person AS SELECT person.id, person.name, person.city, person.state, at_time FROM events WHERE event_type = 0;
CREATE VIEW auction AS SELECT auction.id, auction.item, auction.first_price, auction.reserve, auction.expires, auction.seller, auction.category, at_time FROM events WHERE event_type = 1;
CREATE VIEW bid AS SELECT bid.auction, bid.bidder, bid.price, bid.channel, bid.url, at_time FROM events WHERE event_type = 2;
CREATE TABLE o (ws TIMESTAMP(3), auction BIGINT, n BIGINT, r BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, auction, n, r FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, auction) AS r FROM (SELECT window_start, window_end, auction, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(at_time), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, auction)) WHERE r <= 2;
