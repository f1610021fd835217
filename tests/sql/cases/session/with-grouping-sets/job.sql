-- Grouping sets over sessions: a partition key is NULL in the copies that leave it out before sessions are formed, and filters come before them; not where a key is not passed on.
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((j), ());
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k), (j));
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, k, GROUPING SETS ((j), ());
SELECT window_start, window_end, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((), (k));
SELECT window_start, window_end, kk, COUNT(*), SUM(v) FROM (SELECT window_start, window_end, UPPER(k) AS kk, v FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND))) GROUP BY window_start, window_end, GROUPING SETS ((kk), ());
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v > 2 GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE window_start > TIMESTAMP '2024-05-01 10:00:20' GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, k, COUNT(*), MAX(k) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, k, COUNT(*), MAX(window_time) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, k, COUNT(DISTINCT v), SUM(DISTINCT j) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k), ());
SELECT window_start, window_end, k, COUNT(*) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY GROUPING SETS ((window_start, window_end, k), (k));
SELECT window_start, window_end, k, j, v, COUNT(*) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k, j), (v), (k), ());
