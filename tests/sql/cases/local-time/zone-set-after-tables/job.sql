-- Computed columns and views go by the time zone of the query, whenever they were declared.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), l AS CAST(ts AS TIMESTAMP_LTZ(3)), WATERMARK FOR l AS l - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW hours AS SELECT id, EXTRACT(HOUR FROM l) AS h FROM ev;
SET 'table.local-time-zone' = 'Europe/Berlin';
SELECT id, l, CAST(l AS STRING) FROM ev;
SELECT id, h FROM hours;
SELECT TUMBLE_START(l, INTERVAL '10' SECOND), COUNT(*), SUM(m) FROM (SELECT k, l, SUM(v) AS m FROM ev GROUP BY k, l) GROUP BY TUMBLE(l, INTERVAL '10' SECOND);
SET 'table.local-time-zone' = 'Asia/Kolkata';
SELECT id, l, CAST(l AS STRING) FROM ev;
SELECT window_start, window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(l), INTERVAL '1' HOUR)) GROUP BY window_start, window_end;
