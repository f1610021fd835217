-- Ordered by an ordinary column: the answers of later rows are updated.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, k, SUM(id) OVER (PARTITION BY k ORDER BY id) FROM t;
