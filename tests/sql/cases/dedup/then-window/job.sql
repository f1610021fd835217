-- A window over first rows: keep-first by event time is append-only.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT k, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts ASC) AS n FROM t) WHERE n = 1), DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
