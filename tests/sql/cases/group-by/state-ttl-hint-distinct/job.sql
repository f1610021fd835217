-- A hint says how long the rows of SELECT DISTINCT are known.
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT /*+ STATE_TTL('ev' = '1d') */ DISTINCT k FROM ev;
