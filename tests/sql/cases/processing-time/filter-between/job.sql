-- An aggregation over the rows of a window of processing time that a condition on the bounds lets through.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT COUNT(*) FROM (SELECT id, window_start, window_end FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '90' DAY)) WHERE window_end > TIMESTAMP '2020-01-01 00:00:00') GROUP BY window_start, window_end;
