-- A standard that there is not.
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.timestamp-format.standard' = 'RFC');
SELECT * FROM t;
