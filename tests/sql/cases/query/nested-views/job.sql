-- A view over a view over a union.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW a AS SELECT id, 'low' AS tag FROM ev WHERE v < 5;
CREATE VIEW b AS SELECT id, 'high' AS tag FROM ev WHERE v >= 5;
CREATE VIEW c AS SELECT * FROM a UNION ALL SELECT * FROM b;
CREATE TABLE o (id INT, tag STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, tag FROM c WHERE id > 3;
