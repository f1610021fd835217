-- Days from 1850 to 9999: local mean time, daylight saving, the year 10000.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE a (id INT, v INT, ts TIMESTAMP_LTZ(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/a.json', 'format' = 'json');
SELECT window_start, window_end, window_time, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_start, window_end, window_time;
