-- FILTER, several DISTINCT columns, deviations and grouping sets in each window function.
CREATE TABLE ev (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE ev2 (id INT, k STRING, j INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE n9 (id INT, k STRING, j INT, v INT, ts TIMESTAMP(9)) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, window_end, k, j, COUNT(*), GROUPING(k), GROUPING_ID(k, j) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY window_start, window_end, GROUPING SETS ((k, j), (k), ());
SELECT window_start, window_end, k, j, COUNT(*), SUM(v) FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '20' SECOND)) GROUP BY window_start, window_end, CUBE (k, j);
SELECT window_start, window_end, k, j, COUNT(*), COUNT(DISTINCT v) FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '20' SECOND)) GROUP BY window_start, window_end, ROLLUP (k, j);
SELECT window_start, window_end, COUNT(*) FILTER (WHERE v > 2), SUM(v) FILTER (WHERE k = 'a'), COUNT(DISTINCT k) FILTER (WHERE v IS NOT NULL), MAX(v) FILTER (WHERE FALSE) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
SELECT window_start, window_end, COUNT(DISTINCT k), COUNT(DISTINCT v), SUM(DISTINCT j), AVG(DISTINCT v), COUNT(DISTINCT j), MAX(DISTINCT v) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY window_start, window_end;
SELECT window_start, window_end, k, COUNT(DISTINCT v), SUM(DISTINCT j), STDDEV_POP(v), VAR_SAMP(j) FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '20' SECOND)) GROUP BY window_start, window_end, k;
SELECT window_start, window_end, k, COUNT(DISTINCT v), SUM(DISTINCT j), LISTAGG(DISTINCT CAST(v AS STRING)), COLLECT(v), ARRAY_AGG(id) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, k;
SELECT window_start, window_end, k, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k HAVING COUNT(*) > 1 AND MAX(v) IS NOT NULL;
SELECT k, window_end, j, window_start, SUM(v) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY j, window_end, k, window_start;
SELECT DATE_FORMAT(window_start, 'HH:mm:ss') AS s, TIMESTAMPDIFF(SECOND, window_start, window_end), COUNT(*) * 2 + 1, CONCAT(k, '!') FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;
SELECT window_start, window_end, 'x', COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, 'x';
SELECT window_start, window_end FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
SELECT DISTINCT window_start, window_end, k FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND));
SELECT window_start, window_end, COUNT(*), COUNT(pt) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
