-- HOP by the millisecond over disordered milliseconds.
CREATE TABLE a (id INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/a.json', 'format' = 'json');
SELECT window_start, window_end, window_time, COUNT(*), SUM(v) FROM TABLE(HOP(TABLE a, DESCRIPTOR(ts), INTERVAL '0.001' SECOND, INTERVAL '0.005' SECOND)) GROUP BY window_start, window_end, window_time;
