-- Computed keys and values in the subquery the window reads.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), h INT, s BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, bucket, SUM(w) FROM TABLE(TUMBLE((SELECT CAST(v AS BIGINT) * v AS w, MOD(v, 2) AS bucket, ts FROM ev WHERE k IS NOT NULL), DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY window_start, window_end, bucket;
