-- The time attribute as an ordinary group.
CREATE TABLE a (id INT, k STRING, v INT, ts TIMESTAMP(3), n ROW<t TIMESTAMP(3), x INT>, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT ts FROM a GROUP BY ts;
