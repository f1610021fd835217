-- INSERT of VALUES with several rows.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (a INT, b STRING, c DOUBLE) WITH ('connector' = 'print');
INSERT INTO o
VALUES (1, 'x', 1.5), (2, CAST(NULL AS STRING), 2), (3, 'longer', -0.5e0);
