-- A filter above sessions that are grouped by what keeps them apart leaves rows out before sessions are formed, unless it asks for bounds.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW s AS SELECT * FROM TABLE(SESSION(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND));
CREATE VIEW sk AS SELECT * FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '9' SECOND));
SELECT window_start, window_end, COUNT(*) FROM s WHERE v > 4 GROUP BY window_start, window_end;
SELECT window_start, window_end, v FROM s WHERE v > 4;
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM (SELECT * FROM sk WHERE v > 4) WHERE id > 5 GROUP BY window_start, window_end, k;
SELECT window_start, window_end, k, COUNT(*) FROM sk WHERE window_start > TIMESTAMP '2024-05-01 10:00:05' AND v > 4 GROUP BY window_start, window_end, k;
SELECT window_start, window_end, COUNT(*) FROM sk WHERE v > 4 GROUP BY window_start, window_end;
SELECT DISTINCT window_start, window_end, k FROM sk WHERE v > 4;
