-- RANGE without bound: rows of one timestamp are counted together.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, COUNT(*) OVER (ORDER BY ts) FROM t;
