-- An event-time temporal join with a table of Debezium changes and a primary key.
CREATE TABLE l (
  id INT,
  cur STRING,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/l.json', 'format' = 'json');
CREATE TABLE rates (cur STRING, rate INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE, PRIMARY KEY (cur) NOT ENFORCED) WITH ('connector' = 'filesystem', 'path' = '${IN}/rates.json', 'format' = 'debezium-json');
CREATE TABLE o (id INT, cur STRING, rate INT) WITH ('connector' = 'print');
INSERT INTO o SELECT l.id, l.cur, r.rate FROM l LEFT JOIN rates FOR SYSTEM_TIME AS OF l.ts AS r ON l.cur = r.cur;
