-- Watermarks without a delay: what is late for each window function, and CURRENT_WATERMARK.
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE ev2 (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE n9 (id INT, k STRING, j INT, v INT, ts TIMESTAMP(9)) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE ev2, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, k;
SELECT window_start, window_end, COUNT(*), SUM(v) FROM TABLE(HOP(TABLE ev2, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '30' SECOND)) GROUP BY window_start, window_end;
SELECT window_start, window_end, COUNT(*), SUM(v) FROM TABLE(CUMULATE(TABLE ev2, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '30' SECOND)) GROUP BY window_start, window_end;
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev2 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;
SELECT id, CURRENT_WATERMARK(ts) FROM ev2;
SELECT window_start, window_end, COUNT(*) FROM TABLE(TUMBLE((SELECT * FROM ev2 WHERE CURRENT_WATERMARK(ts) IS NULL OR ts > CURRENT_WATERMARK(ts)), DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
