-- FIRST_VALUE and LAST_VALUE over a frame.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, f INT, l INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, FIRST_VALUE(v) OVER w, LAST_VALUE(v) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);
