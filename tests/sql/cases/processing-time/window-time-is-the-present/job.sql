-- window_time of a window of processing time is the present wherever it is read.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, soon BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o SELECT id, TIMESTAMPDIFF(MINUTE, window_time, CURRENT_TIMESTAMP) BETWEEN -5 AND 5 FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '90' DAY));
