-- A text with more room is no cast: a sink takes one event-time attribute.
CREATE TABLE t (k VARCHAR(5), c INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a TIMESTAMP(3), b TIMESTAMP(3), k STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT window_time, ts, k FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND));
