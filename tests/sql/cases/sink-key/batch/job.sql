-- A batch query has no changes that could meet.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE by_number (n BIGINT, k STRING, PRIMARY KEY (n) NOT ENFORCED) WITH ('connector' = 'print');
CREATE TABLE by_text (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
CREATE VIEW c AS SELECT k, COUNT(*) AS n FROM ev GROUP BY k;
SET 'table.exec.mini-batch.enabled' = 'false';
INSERT INTO by_number SELECT n, k FROM c ON CONFLICT DO DEDUPLICATE;
