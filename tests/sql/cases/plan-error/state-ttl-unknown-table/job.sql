-- A STATE_TTL hint names no table of FROM.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT /*+ STATE_TTL('ev' = '1d', 'nope' = '2 d') */ k, COUNT(*) FROM ev GROUP BY k;
