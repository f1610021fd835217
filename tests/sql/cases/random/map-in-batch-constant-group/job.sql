-- Batch mode does not compare MAPs, but a constant beside another group is not compared (seed 67, query 656).
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (k STRING, c INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT MAX(c) FROM t GROUP BY k, MAP['a', 1];
