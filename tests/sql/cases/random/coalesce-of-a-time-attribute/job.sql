-- COALESCE of what is never NULL is just that: here a second time attribute, of which a sink takes one.
CREATE TABLE t (id INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a TIMESTAMP(3), b TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT window_time, COALESCE(window_time, window_time) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE));
