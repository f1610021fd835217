-- ORDER BY with LIMIT in streaming mode is a Top-N.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, v FROM t ORDER BY v DESC, id LIMIT 3;
