-- The time attribute in expressions.
CREATE TABLE a (id INT, k STRING, v INT, ts TIMESTAMP(3), n ROW<t TIMESTAMP(3), x INT>, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT ts + INTERVAL '1' SECOND, DATE_FORMAT(ts, 'HH:mm:ss'), CAST(ts AS STRING), CAST(ts AS DATE) FROM a;
