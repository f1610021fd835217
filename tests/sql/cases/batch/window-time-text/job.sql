-- The type of window_time in batch mode, seen in its text.
CREATE TABLE t0 (id INT, ts TIMESTAMP(0), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/n9.json', 'format' = 'json');
CREATE TABLE t1 (id INT, ts TIMESTAMP(9), t AS CAST(ts AS TIMESTAMP(1)), l AS CAST(ts AS TIMESTAMP_LTZ(2)), WATERMARK FOR l AS l) WITH ('connector' = 'filesystem', 'path' = '${IN}/n9.json', 'format' = 'json');
CREATE TABLE n9 (id INT, k STRING, j INT, v INT, ts TIMESTAMP(9)) WITH ('connector' = 'filesystem', 'path' = '${IN}/n9.json', 'format' = 'json');
SET 'execution.runtime-mode' = 'batch';

SELECT window_time, CAST(window_time AS STRING), CAST(window_start AS STRING), COUNT(*) FROM TABLE(TUMBLE(TABLE t0, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, window_time;

SELECT window_time, CAST(window_time AS STRING), CAST(window_start AS STRING), COUNT(*) FROM TABLE(TUMBLE(TABLE n9, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, window_time;

SELECT id, CAST(window_time AS STRING) FROM TABLE(TUMBLE(TABLE n9, DESCRIPTOR(ts), INTERVAL '1' SECOND));

SELECT CAST(TUMBLE_ROWTIME(ts, INTERVAL '1' SECOND) AS STRING), CAST(TUMBLE_START(ts, INTERVAL '1' SECOND) AS STRING), COUNT(*) FROM n9 GROUP BY TUMBLE(ts, INTERVAL '1' SECOND);

SELECT window_start, window_end, COUNT(*) FROM TABLE(TUMBLE((SELECT window_time AS t FROM TABLE(TUMBLE(TABLE n9, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, window_time), DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
