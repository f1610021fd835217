-- Aggregates of aggregates: HAVING, conditions, unions and grouping sets over results that are updated.
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE nl (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/n9.json', 'format' = 'json');
SELECT c, COUNT(*) FROM (SELECT k, COUNT(*) AS c FROM ev GROUP BY k) GROUP BY c;
SELECT j, COUNT(*) FROM (SELECT k, j, SUM(v) AS s FROM ev GROUP BY k, j HAVING SUM(v) > 5) GROUP BY j;
SELECT * FROM (SELECT k, SUM(v) AS s, COUNT(*) AS c FROM ev GROUP BY k) WHERE s < 20;
SELECT k, j, COUNT(*), COUNT(DISTINCT v), SUM(v) FILTER (WHERE j > 1) FROM ev GROUP BY GROUPING SETS ((k), (j), ());
SELECT k, SUM(c) FROM (SELECT k, COUNT(*) AS c FROM ev GROUP BY k UNION ALL SELECT k, v FROM ev) GROUP BY k;
SELECT k, AVG(CAST(v AS DECIMAL(10, 2))), STDDEV_SAMP(v), VAR_POP(v), SUM(CAST(v AS DOUBLE)) FROM ev GROUP BY k;
SELECT DISTINCT c FROM (SELECT k, COUNT(*) AS c FROM ev GROUP BY k);
