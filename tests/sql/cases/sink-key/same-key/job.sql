-- Nothing meets where the query updates rows by the sink's key; nor where the sink has none.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE by_number (n BIGINT, k STRING, PRIMARY KEY (n) NOT ENFORCED) WITH ('connector' = 'print');
CREATE TABLE by_text (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
CREATE VIEW c AS SELECT k, COUNT(*) AS n FROM ev GROUP BY k;
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE without_key (k STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO by_text SELECT k, n FROM c WHERE k IS NOT NULL ON CONFLICT DO DEDUPLICATE;
INSERT INTO by_text SELECT k, n FROM c WHERE k IS NOT NULL ON CONFLICT DO ERROR;
INSERT INTO without_key SELECT k, n FROM c ON CONFLICT DO NOTHING;
