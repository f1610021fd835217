-- Top three of all, two sort keys.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, v FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY v DESC, id DESC) AS n FROM t) WHERE n <= 3;
