-- RANK and DENSE_RANK over event time.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, r BIGINT, d BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, RANK() OVER (PARTITION BY k ORDER BY ts), DENSE_RANK() OVER (PARTITION BY k ORDER BY ts) FROM t;
