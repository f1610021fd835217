-- A processing-time column is not NULL and is a TIMESTAMP_LTZ.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  p AS PROCTIME()
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, known BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, p IS NOT NULL FROM ev WHERE id < 3;
