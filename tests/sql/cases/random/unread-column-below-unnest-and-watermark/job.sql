-- Of a table with a watermark, too, all columns are computed below an UNNEST; a condition comes too late.
CREATE TABLE t (k STRING, a ARRAY<INT>, i INT, ts TIMESTAMP(3), p AS CAST(k AS INT), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT i, el FROM t CROSS JOIN UNNEST(a) AS u (el) WHERE k <> 'x';
