-- The order in which a sink gets rows.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '6' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (t TIMESTAMP(3), id BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT ts, id FROM ev ORDER BY ts;
