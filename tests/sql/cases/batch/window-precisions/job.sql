-- In batch mode windows can be over times of any precision, and window_time has their type.
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE n9 (id INT, k STRING, j INT, v INT, ts TIMESTAMP(9)) WITH ('connector' = 'filesystem', 'path' = '${IN}/n9.json', 'format' = 'json');
CREATE TABLE l9 (id INT, k STRING, j INT, v INT, ts TIMESTAMP(9), l AS CAST(ts AS TIMESTAMP_LTZ(9))) WITH ('connector' = 'filesystem', 'path' = '${IN}/n9.json', 'format' = 'json');
SET 'execution.runtime-mode' = 'batch';
SELECT window_start, window_end, window_time, COUNT(*) FROM TABLE(TUMBLE(TABLE n9, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, window_time;
SELECT id, ts, window_start, window_end, window_time FROM TABLE(HOP(TABLE n9, DESCRIPTOR(ts), INTERVAL '0.001' SECOND, INTERVAL '0.002' SECOND));
SELECT TUMBLE_START(ts, INTERVAL '1' SECOND), COUNT(*) FROM n9 GROUP BY TUMBLE(ts, INTERVAL '1' SECOND);
SELECT TUMBLE_START(ts, INTERVAL '1' SECOND), TUMBLE_ROWTIME(ts, INTERVAL '1' SECOND), COUNT(*) FROM n9 GROUP BY TUMBLE(ts, INTERVAL '1' SECOND);
SELECT window_start, window_end, window_time, COUNT(*) FROM TABLE(TUMBLE(TABLE l9, DESCRIPTOR(l), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, window_time;
SELECT HOP_START(ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND), COUNT(*) FROM n9 GROUP BY HOP(ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND);
SELECT window_start, window_end, COUNT(*) FROM TABLE(CUMULATE((SELECT id, CAST(ts AS TIMESTAMP(6)) AS t FROM n9), DESCRIPTOR(t), INTERVAL '1' SECOND, INTERVAL '2' SECOND)) GROUP BY window_start, window_end;
