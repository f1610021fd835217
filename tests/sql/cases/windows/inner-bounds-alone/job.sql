-- Grouped by alone, or with one bound of the second window, they name no window: results are updated.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), t2 TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW w1 AS SELECT window_start AS ws, window_end AS we, window_time AS wt, k, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time, k;
SET 'table.exec.mini-batch.enabled' = 'false';
SELECT ws, we, COUNT(*) FROM TABLE(TUMBLE(TABLE w1, DESCRIPTOR(wt), INTERVAL '20' SECOND)) GROUP BY ws, we;
SELECT window_start, we, COUNT(*) FROM TABLE(TUMBLE(TABLE w1, DESCRIPTOR(wt), INTERVAL '20' SECOND)) GROUP BY window_start, we;
SELECT window_start, window_end, ws, COUNT(*) FROM TABLE(SESSION(TABLE w1, DESCRIPTOR(wt), INTERVAL '20' SECOND)) GROUP BY window_start, window_end, ws;
