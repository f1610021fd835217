-- Character sets of one and of two bytes; UTF-16 tells its byte order, or has the most significant byte first.
CREATE TABLE w (a STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/w.txt', 'format' = 'raw', 'raw.charset' = 'windows-1252');
CREATE TABLE u (a STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/u.txt', 'format' = 'raw', 'raw.charset' = 'UTF-16');
CREATE TABLE n (a STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/be.txt', 'format' = 'raw', 'raw.charset' = 'utf-16');
CREATE TABLE b (a STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/be.txt', 'format' = 'raw', 'raw.charset' = 'UTF-16BE');
CREATE TABLE l (a STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/u.txt', 'format' = 'raw', 'raw.charset' = 'UTF-16LE');
SELECT 'w', a, CHAR_LENGTH(a) FROM w UNION ALL SELECT 'u', a, CHAR_LENGTH(a) FROM u UNION ALL SELECT 'n', a, CHAR_LENGTH(a) FROM n
UNION ALL SELECT 'b', a, CHAR_LENGTH(a) FROM b UNION ALL SELECT 'l', a, CHAR_LENGTH(a) FROM l;
