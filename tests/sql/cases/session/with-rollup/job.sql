-- ROLLUP and CUBE over sessions with two partition keys, with filters above them and below.
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, window_end, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2 GROUP BY window_start, window_end, GROUPING SETS ((j), ());
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2 GROUP BY window_start, window_end, GROUPING SETS ((k, j), (k));
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2 GROUP BY window_start, window_end, k, GROUPING SETS ((j), ());
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2 GROUP BY window_start, window_end, GROUPING SETS ((k), (j));
SELECT window_start, window_end, UPPER(k), COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2 GROUP BY window_start, window_end, GROUPING SETS ((UPPER(k)), ());
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM (SELECT window_start, window_end, k, v + 1 AS v FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2) WHERE v < 8 GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY (k, j), DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2 GROUP BY window_start, window_end, ROLLUP(k, j);
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY (k, j), DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, ROLLUP(k, j);
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY (j, k), DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, ROLLUP(k, j);
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY (k, j), DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS((k), (j), ());
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY (k, j), DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS((k), ());
