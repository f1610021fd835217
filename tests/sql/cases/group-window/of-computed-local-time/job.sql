-- The same of instants: windows are those of the session's zone.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE ev (id INT, v INT, ts TIMESTAMP(3), l AS TO_TIMESTAMP_LTZ(UNIX_TIMESTAMP(CAST(ts AS STRING)) * 1000, 3), WATERMARK FOR l AS l - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT TUMBLE_START(l - INTERVAL '1' HOUR, INTERVAL '1' DAY), COUNT(*) FROM ev GROUP BY TUMBLE(l - INTERVAL '1' HOUR, INTERVAL '1' DAY);
SELECT TUMBLE_START(l - INTERVAL '3' SECOND, INTERVAL '10' SECOND), COUNT(*) FROM ev GROUP BY TUMBLE(l - INTERVAL '3' SECOND, INTERVAL '10' SECOND);
