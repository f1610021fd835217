-- The first side of a union decides whether a column is a time attribute.
CREATE TABLE a (id INT, k STRING, v INT, ts TIMESTAMP(3), n ROW<t TIMESTAMP(3), x INT>, WATERMARK FOR ts AS ts - INTERVAL '1' HOUR) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW u AS SELECT id, v, CAST(ts AS TIMESTAMP(3)) AS ts FROM a UNION ALL SELECT id, v, ts FROM a;
DESCRIBE u;
