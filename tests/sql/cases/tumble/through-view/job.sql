-- The window reads a view with a filter and renamed columns.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW seen (who, at_time) AS SELECT k, ts FROM ev WHERE v > 2;
CREATE TABLE o (ws TIMESTAMP(3), who STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, who, COUNT(*) FROM TABLE(TUMBLE(TABLE seen, DESCRIPTOR(at_time), INTERVAL '20' SECOND)) GROUP BY window_start, window_end, who;
