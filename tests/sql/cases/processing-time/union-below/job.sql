-- Both inputs of a union carry processing time.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT COUNT(*) FROM (SELECT id, pt FROM ev UNION ALL SELECT id, pt FROM ev) GROUP BY TUMBLE(pt, INTERVAL '90' DAY);
