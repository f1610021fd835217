-- Without the streaming parser.
CREATE TABLE t (id INT, s STRING, n ROW<a INT, b STRING>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.decode.json-parser.enabled' = 'false');
SELECT * FROM t;
