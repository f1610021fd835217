-- PROCTIME() as a column, in expressions and casts.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, a BOOLEAN, b BOOLEAN, c STRING, d BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o SELECT id, pt > TO_TIMESTAMP_LTZ(0, 3), CAST(pt AS TIMESTAMP_LTZ(3)) > TO_TIMESTAMP_LTZ(1700000000, 0), SUBSTRING(DATE_FORMAT(pt, 'yyyy'), 1, 2), CAST(pt AS TIMESTAMP(3)) > TIMESTAMP '2020-01-01 00:00:00' FROM ev;
