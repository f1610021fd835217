-- GROUP BY HOP over TIMESTAMP_LTZ across a change of local time.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), wt TIMESTAMP_LTZ(3), n BIGINT, first_id INT, l TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT HOP_START(ts, INTERVAL '1' HOUR, INTERVAL '2' HOUR), HOP_END(ts, INTERVAL '1' HOUR, INTERVAL '2' HOUR), HOP_ROWTIME(ts, INTERVAL '1' HOUR, INTERVAL '2' HOUR), COUNT(*), MIN(id), MAX(ts) FROM ev GROUP BY HOP(ts, INTERVAL '1' HOUR, INTERVAL '2' HOUR);
