-- A constant that is grouped by tells no rows apart: the query updates by the sink's key.
CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE latest (k STRING, v INT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
CREATE TABLE named (k STRING, source STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO latest SELECT k, MAX(v) FROM (SELECT k, v, TRUE AS counts FROM ev WHERE k IS NOT NULL) GROUP BY k, counts;
INSERT INTO named SELECT k, source, COUNT(*) FROM (SELECT k, 'shop' AS source FROM ev WHERE k IS NOT NULL) GROUP BY k, source;
