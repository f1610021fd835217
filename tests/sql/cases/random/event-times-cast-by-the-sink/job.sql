-- A sink takes one event-time attribute; one that it casts to another precision is none.
CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '0.2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a TIMESTAMP(3), b TIMESTAMP(9)) WITH ('connector' = 'print');
INSERT INTO o SELECT window_time, ts FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '3' SECOND, INTERVAL '0.3' SECOND));
