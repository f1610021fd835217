-- ORDER BY a time attribute in streaming mode gives rows in event-time order and drops late ones.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '6' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, ts TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, ts FROM ev ORDER BY ts;
