-- One table read twice in a statement set.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id FROM ev WHERE v = 1 UNION ALL SELECT id + 100 FROM ev WHERE v = 1 OR v = 3;
