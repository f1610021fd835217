-- Mini-batches need a latency, whatever the query.
SET 'table.exec.mini-batch.enabled' = 'true';
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT id FROM ev;
