-- Expressions without a table.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (a INT, b STRING, c TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o
SELECT 1 + 1, UPPER('x'), CAST('2024-05-01 10:00:00' AS TIMESTAMP(3));
