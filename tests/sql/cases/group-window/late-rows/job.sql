-- Late rows are dropped as in the table functions.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), ids STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), LISTAGG(CAST(id AS STRING)) FROM ev
GROUP BY TUMBLE(ts, INTERVAL '10' SECOND);
