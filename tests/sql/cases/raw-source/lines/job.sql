-- The raw format gives each line as it is.
CREATE TABLE t (line STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.txt', 'format' = 'raw');
CREATE TABLE o (line STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT line, CHAR_LENGTH(line) FROM t;
