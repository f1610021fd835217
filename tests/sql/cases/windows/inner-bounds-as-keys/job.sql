-- Behind a second window the bounds of the first are values like others: keys.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), t2 TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW w1 AS SELECT window_start AS ws, window_end AS we, window_time AS wt, k, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time, k;
SELECT window_start, window_end, ws, we, COUNT(*), SUM(n) FROM TABLE(TUMBLE(TABLE w1, DESCRIPTOR(wt), INTERVAL '20' SECOND)) GROUP BY window_start, window_end, ws, we;
SELECT window_start, window_end, we, COUNT(*) FROM TABLE(HOP(TABLE w1, DESCRIPTOR(wt), INTERVAL '10' SECOND, INTERVAL '20' SECOND)) GROUP BY window_start, window_end, we;
SELECT window_start, window_end, ws, COUNT(*) FROM TABLE(SESSION(TABLE w1 PARTITION BY ws, DESCRIPTOR(wt), INTERVAL '20' SECOND)) GROUP BY window_start, window_end, ws;
SELECT s, e, COUNT(*) FROM (SELECT TUMBLE_START(ts, INTERVAL '10' SECOND) AS s, TUMBLE_END(ts, INTERVAL '10' SECOND) AS e, TUMBLE_ROWTIME(ts, INTERVAL '10' SECOND) AS r
FROM ev GROUP BY TUMBLE(ts, INTERVAL '10' SECOND), k) GROUP BY s, e, TUMBLE(r, INTERVAL '20' SECOND);
SELECT s, COUNT(*) FROM (SELECT TUMBLE_START(ts, INTERVAL '10' SECOND) AS s, TUMBLE_ROWTIME(ts, INTERVAL '10' SECOND) AS r
FROM ev GROUP BY TUMBLE(ts, INTERVAL '10' SECOND), k) GROUP BY s, SESSION(r, INTERVAL '20' SECOND);
