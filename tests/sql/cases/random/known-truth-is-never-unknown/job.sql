-- IS DISTINCT FROM is never UNKNOWN: the planner reads no row, not even one without a time (seed 59, query 965).
CREATE TABLE t (k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT k FROM t WHERE (k IS DISTINCT FROM 'b') IS UNKNOWN;
SELECT COUNT(*) FROM t WHERE (k IS NULL) IS UNKNOWN;
