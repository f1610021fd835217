-- The processing time of a window over event time is NULL.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), TUMBLE_PROCTIME(ts, INTERVAL '10' SECOND), COUNT(*) FROM ev GROUP BY TUMBLE(ts, INTERVAL '10' SECOND);
