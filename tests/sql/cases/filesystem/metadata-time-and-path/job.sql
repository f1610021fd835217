-- file.path ends with the file's name; file.modification-time is a time after 2020.
CREATE TABLE t (id INT, p STRING NOT NULL METADATA FROM 'file.path', m TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'file.modification-time') WITH ('connector' = 'filesystem', 'path' = '${IN}/t', 'format' = 'json');
SELECT id, p LIKE '%/in/t/a.json', m > TO_TIMESTAMP_LTZ(1577836800000, 3) FROM t;
