-- No row is late by its own time; by the computed one, which is earlier, some are.
CREATE TABLE ev (id INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT TUMBLE_START(ts - INTERVAL '3' SECOND, INTERVAL '10' SECOND), COUNT(*), MAX(id) FROM ev GROUP BY TUMBLE(ts - INTERVAL '3' SECOND, INTERVAL '10' SECOND);
SELECT SESSION_START(ts - INTERVAL '4' SECOND, INTERVAL '1' SECOND), COUNT(*), MAX(id) FROM ev GROUP BY SESSION(ts - INTERVAL '4' SECOND, INTERVAL '1' SECOND);
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), COUNT(*), MAX(id) FROM ev GROUP BY TUMBLE(ts, INTERVAL '10' SECOND);
