-- A time that a view or a derived table has computed is one for the windows of GROUP BY still.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), t2 TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW shifted AS SELECT id, v, ts - INTERVAL '4' SECOND AS ts FROM ev;
SELECT COUNT(*) FROM shifted GROUP BY TUMBLE(ts, INTERVAL '10' SECOND);
SELECT COUNT(*) FROM (SELECT ts, v FROM shifted WHERE v > 2) GROUP BY TUMBLE(ts, INTERVAL '10' SECOND);
SELECT r, COUNT(*) FROM (SELECT TUMBLE_ROWTIME(ts, INTERVAL '10' SECOND) AS r FROM shifted GROUP BY TUMBLE(ts, INTERVAL '10' SECOND), v)
GROUP BY r, TUMBLE(r + INTERVAL '1' SECOND, INTERVAL '20' SECOND);
