-- Rows without a time are in no window of a batch query, of GROUP BY or of a window function.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), t2 TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT TUMBLE_START(IF(v > 3, ts, t2), INTERVAL '10' SECOND), COUNT(*) FROM ev GROUP BY TUMBLE(IF(v > 3, ts, t2), INTERVAL '10' SECOND);
SELECT COUNT(*) FROM ev GROUP BY TUMBLE(t2, INTERVAL '10' SECOND);
SELECT COUNT(*) FROM ev GROUP BY HOP(CAST(IF(v > 3, ts, t2) AS TIMESTAMP(3)), INTERVAL '5' SECOND, INTERVAL '10' SECOND);
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT IF(v > 3, ts, t2) AS x FROM ev), DESCRIPTOR(x), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
SELECT window_start, v FROM TABLE(TUMBLE((SELECT IF(v > 3, ts, t2) AS x, v FROM ev), DESCRIPTOR(x), INTERVAL '10' SECOND));
