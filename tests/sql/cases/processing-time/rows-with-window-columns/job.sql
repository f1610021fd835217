-- Each row with its window of processing time: the window holds the present.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, inside BOOLEAN, size_s INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, CAST(window_start AS TIMESTAMP_LTZ(3)) <= CURRENT_TIMESTAMP AND CURRENT_TIMESTAMP < CAST(window_end AS TIMESTAMP_LTZ(3)), TIMESTAMPDIFF(SECOND, window_start, window_end) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '90' DAY));
