-- The raw format of bytes, taken apart in SQL.
CREATE TABLE t (line STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.txt', 'format' = 'raw');
CREATE TABLE o (k STRING, v INT) WITH ('connector' = 'print');
INSERT INTO o SELECT SPLIT_INDEX(line, '=', 0), TRY_CAST(SPLIT_INDEX(line, '=', 1) AS INT) FROM t;
