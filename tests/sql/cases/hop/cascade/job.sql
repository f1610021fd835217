-- Tumbling windows over the results of hopping ones.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
CREATE VIEW h AS SELECT window_time AS rt, COUNT(*) AS n FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time;
INSERT INTO o SELECT window_start, window_end, SUM(n) FROM TABLE(TUMBLE(TABLE h, DESCRIPTOR(rt), INTERVAL '20' SECOND)) GROUP BY window_start, window_end;
