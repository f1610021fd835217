-- Times from the year 1 to 9999.
CREATE TABLE a (id INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/a.json', 'format' = 'json');
SELECT id, ts FROM a ORDER BY ts;
