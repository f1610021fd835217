-- The two best bids of each auction while it was open.
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
CREATE TABLE o (id BIGINT, price BIGINT, bidder BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, price, bidder FROM (SELECT a.id, b.price, b.bidder, ROW_NUMBER() OVER (PARTITION BY a.id ORDER BY b.price DESC, b.bidder, b.at_time) AS n, a.item FROM auction AS a JOIN bid AS b ON a.id = b.auction AND b.at_time BETWEEN a.at_time AND a.expires) WHERE n <= 2;
