-- Batch mode does not look for equal maps, wherever they stand.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (id INT, m MAP<STRING, INT>, a ARRAY<MAP<STRING, INT>>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT COUNT(*) FROM t GROUP BY id, m;
