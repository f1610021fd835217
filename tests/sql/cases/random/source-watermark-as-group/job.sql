-- SOURCE_WATERMARK() has no value outside of WATERMARK FOR, not even one to group by (seed 20, query 951).
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT COUNT(*), k FROM t GROUP BY SOURCE_WATERMARK(), k;
