-- Windows of event time over a table that also has a column of processing time.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT, p BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, COUNT(*), MAX(pt) > TO_TIMESTAMP_LTZ(0, 3) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY window_start, window_end;
