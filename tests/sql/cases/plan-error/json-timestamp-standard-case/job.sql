-- The name of the standard in small letters.
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.timestamp-format.standard' = 'iso-8601');
SELECT * FROM t;
