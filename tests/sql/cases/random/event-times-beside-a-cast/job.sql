-- A sink that casts one column casts all of them, so that none is an event-time attribute (seed 66, query 686).
CREATE TABLE t (k STRING, c INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a TIMESTAMP(3), b TIMESTAMP(3), c DECIMAL(38, 18)) WITH ('connector' = 'print');
INSERT INTO o SELECT window_time, ts, CAST(c AS DECIMAL(10, 2)) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND));
