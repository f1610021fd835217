-- A window in GROUP BY takes maps in batch mode, too.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (m MAP<STRING, INT>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT m, COUNT(*) FROM t GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE), m;
