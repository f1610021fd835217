-- A time attribute that a windowed aggregation groups by is a plain timestamp afterwards: the sink has one event time.
CREATE TABLE t (
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '0.2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (o1 TIMESTAMP(3), o3 TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o
SELECT SESSION_ROWTIME(ts, INTERVAL '0.2' SECOND) AS o1, ts AS o3
FROM t
GROUP BY SESSION(ts, INTERVAL '0.2' SECOND), ts;
