-- Time attributes of windowed rows.
CREATE TABLE a (id INT, k STRING, v INT, ts TIMESTAMP(3), n ROW<t TIMESTAMP(3), x INT>, WATERMARK FOR ts AS ts - INTERVAL '1' HOUR) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW x AS SELECT window_time, ts, window_start FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '1' SECOND));
DESCRIBE x;
