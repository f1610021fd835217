-- Windows that fire early over rows that are taken back.
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SET 'table.exec.emit.early-fire.enabled' = 'true'; SET 'table.exec.emit.early-fire.delay' = '0 ms';
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), COUNT(*), SUM(m), COUNT(DISTINCT m) FROM (SELECT k, ts, SUM(v) AS m FROM ev GROUP BY k, ts) GROUP BY TUMBLE(ts, INTERVAL '10' SECOND);
