-- A constant MAP that is all there is to group by is compared, and refused.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (k STRING, c INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT MAX(c) FROM t GROUP BY MAP['a', 1];
