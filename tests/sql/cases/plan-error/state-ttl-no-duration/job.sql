-- A STATE_TTL hint is not a duration.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT /*+ STATE_TTL('ev' = 'soon') */ k, COUNT(*) FROM ev GROUP BY k;
