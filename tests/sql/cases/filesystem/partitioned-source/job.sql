-- A partitioned folder: partition columns come from the path.
CREATE TABLE t (id INT, dy STRING, hr INT) PARTITIONED BY (dy, hr) WITH ('connector' = 'filesystem', 'path' = '${IN}/t', 'format' = 'json');
CREATE TABLE o (id INT, dy STRING, hr INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t WHERE hr > 1;
