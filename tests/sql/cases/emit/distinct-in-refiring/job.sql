-- DISTINCT and collecting calls in windows that fire early and late, also over rows that are taken back.
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE nl (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/n9.json', 'format' = 'json');
SET 'table.exec.emit.early-fire.enabled' = 'true'; SET 'table.exec.emit.early-fire.delay' = '0 ms';
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), k, COUNT(DISTINCT v), SUM(DISTINCT j), COUNT(*) FROM ev GROUP BY TUMBLE(ts, INTERVAL '10' SECOND), k;
SET 'table.exec.emit.early-fire.enabled' = 'true'; SET 'table.exec.emit.early-fire.delay' = '0 ms';
SELECT HOP_START(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND), COUNT(DISTINCT v), MAX(v), COLLECT(k) FROM ev GROUP BY HOP(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND);
SET 'table.exec.emit.early-fire.enabled' = 'true'; SET 'table.exec.emit.early-fire.delay' = '0 ms';
SELECT HOP_START(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND), k, LISTAGG(CAST(m AS STRING)), COUNT(DISTINCT m) FROM (SELECT k, ts, COUNT(*) AS m FROM ev GROUP BY k, ts) GROUP BY HOP(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND), k;
