-- CUMULATE with an offset of -99999 days.
CREATE TABLE a (id INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/a.json', 'format' = 'json');
SELECT window_start, window_end, window_time, COUNT(*), SUM(v) FROM TABLE(CUMULATE(TABLE a, DESCRIPTOR(ts), INTERVAL '7' SECOND, INTERVAL '21' SECOND, INTERVAL -'99999' DAY(5))) GROUP BY window_start, window_end, window_time;
