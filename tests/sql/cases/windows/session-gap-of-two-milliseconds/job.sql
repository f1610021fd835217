-- SESSION with a gap of 2 ms over disordered milliseconds.
CREATE TABLE a (id INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/a.json', 'format' = 'json');
SELECT window_start, window_end, window_time, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE a, DESCRIPTOR(ts), INTERVAL '0.002' SECOND)) GROUP BY window_start, window_end, window_time;
