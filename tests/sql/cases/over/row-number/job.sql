-- ROW_NUMBER without a limit.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, k, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts) FROM t;
