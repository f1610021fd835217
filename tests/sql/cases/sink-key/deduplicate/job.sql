-- Of the rows that are there under one primary key the last one is shown: +U without -U, and the row before it again when it goes.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE by_number (n BIGINT, k STRING, PRIMARY KEY (n) NOT ENFORCED) WITH ('connector' = 'print');
CREATE TABLE by_text (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
CREATE VIEW c AS SELECT k, COUNT(*) AS n FROM ev GROUP BY k;
SET 'table.exec.mini-batch.enabled' = 'false';
INSERT INTO by_number SELECT n, k FROM c ON CONFLICT DO DEDUPLICATE;
