-- SESSION with a gap of 99999 days.
CREATE TABLE a (id INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/a.json', 'format' = 'json');
SELECT window_start, window_end, window_time, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE a, DESCRIPTOR(ts), INTERVAL '99999' DAY(5))) GROUP BY window_start, window_end, window_time;
