-- A computed time attribute.
CREATE TABLE a (id INT, v INT, s STRING, ts TIMESTAMP(3), et AS ts + INTERVAL '1' HOUR, WATERMARK FOR et AS et - INTERVAL '0.2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(et), INTERVAL '1' SECOND)) GROUP BY window_start, window_end;
