-- Minimum, maximum, average and sum of the bids of each auction.
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
CREATE TABLE o (auction BIGINT, n BIGINT, lo BIGINT, hi BIGINT, av BIGINT, s BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT auction, COUNT(*), MIN(price), MAX(price), AVG(price), SUM(price) FROM bid GROUP BY auction;
