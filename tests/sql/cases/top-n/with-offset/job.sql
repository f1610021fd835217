-- OFFSET in streaming mode.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, v FROM t ORDER BY v DESC, id LIMIT 3 OFFSET 2;
