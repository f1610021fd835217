-- A hint says how long idle groups are kept; with it every row repeats the result of its group.
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT /*+ STATE_TTL('e' = '1d') */ k, MAX(v) FROM ev AS e GROUP BY k;
