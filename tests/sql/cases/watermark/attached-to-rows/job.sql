-- An aggregation of rows that bring their windows along.
CREATE TABLE a (id INT, k STRING, v INT, ts TIMESTAMP(3), n ROW<t TIMESTAMP(3), x INT>, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, COUNT(*) FROM (SELECT * FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '1' SECOND)) WHERE EXTRACT(SECOND FROM window_start) > 0) GROUP BY window_start, window_end;
