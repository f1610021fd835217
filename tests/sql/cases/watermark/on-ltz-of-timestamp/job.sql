-- A TIMESTAMP_LTZ computed of a TIMESTAMP.
CREATE TABLE a (id INT, v INT, ts TIMESTAMP(3), et AS CAST(ts AS TIMESTAMP_LTZ(3)), WATERMARK FOR et AS et) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(et), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
