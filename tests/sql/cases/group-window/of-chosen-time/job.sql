-- The first of the values that are chosen from decides whether the result is a time; where it is NULL, the time is 1970-01-01.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), t2 TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT TUMBLE_START(IF(v > 3, ts, t2), INTERVAL '10' SECOND), COUNT(*) FROM ev GROUP BY TUMBLE(IF(v > 3, ts, t2), INTERVAL '10' SECOND);
SELECT COUNT(*) FROM ev GROUP BY TUMBLE(COALESCE(ts, t2), INTERVAL '10' SECOND);
SELECT COUNT(*) FROM ev GROUP BY TUMBLE(CASE WHEN v > 3 THEN ts - INTERVAL '20' SECOND ELSE ts END, INTERVAL '10' SECOND);
SELECT COUNT(*) FROM ev GROUP BY TUMBLE(GREATEST(ts, ts - INTERVAL '1' SECOND), INTERVAL '10' SECOND);
