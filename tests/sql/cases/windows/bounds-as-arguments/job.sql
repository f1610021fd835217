-- Aggregates of the window's own bounds, beside those of columns.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '60' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (what STRING, ws TIMESTAMP(3), k STRING, a TIMESTAMP(3), b TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT 'tumble', window_start, k, MAX(window_end), MIN(window_start), COUNT(DISTINCT window_time)
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY window_start, window_end, k;
INSERT INTO o SELECT 'hop', window_start, '', MAX(window_end), CAST(MIN(ts) AS TIMESTAMP(3)), COUNT(window_start)
FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '20' SECOND, INTERVAL '40' SECOND)) GROUP BY window_start, window_end;
INSERT INTO o SELECT 'session', window_start, k, MAX(window_end), MIN(window_start), COUNT(v)
FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '8' SECOND)) GROUP BY window_start, window_end, k;
