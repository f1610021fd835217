-- A TIMESTAMP_LTZ computed of a number.
CREATE TABLE a (id INT, v INT, ts TIMESTAMP(3), et AS TO_TIMESTAMP_LTZ(id * 1000, 3), WATERMARK FOR et AS et) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(et), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
