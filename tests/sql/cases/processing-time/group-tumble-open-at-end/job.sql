-- GROUP BY a window of processing time: nothing fires at the end of the input.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, COUNT(*) FROM ev GROUP BY k, TUMBLE(pt, INTERVAL '90' DAY);
