-- Where it is forced, rows whose keys are the sink's are materialised, too: a change is a -D and a +I.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE by_number (n BIGINT, k STRING, PRIMARY KEY (n) NOT ENFORCED) WITH ('connector' = 'print');
CREATE TABLE by_text (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
CREATE VIEW c AS SELECT k, COUNT(*) AS n FROM ev GROUP BY k;
SET 'table.exec.mini-batch.enabled' = 'false';
SET 'table.exec.sink.upsert-materialize' = 'FORCE';
INSERT INTO by_text SELECT k, n FROM c WHERE k IS NOT NULL;
