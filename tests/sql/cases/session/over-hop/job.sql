-- Sessions of the results of HOP.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW x AS SELECT window_time wt, k, COUNT(*) c FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time, k;
SELECT window_start, window_end, k, SUM(c) FROM TABLE(SESSION(TABLE x PARTITION BY k, DESCRIPTOR(wt), INTERVAL '6' SECOND)) GROUP BY window_start, window_end, k;
