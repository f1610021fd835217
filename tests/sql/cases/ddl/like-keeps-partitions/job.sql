-- LIKE … EXCLUDING PARTITIONS (or ALL) leaves the partitions in place unless the table has its own.
CREATE TABLE b (k STRING, i INT, p STRING, c AS i + 1) PARTITIONED BY (p) WITH ('connector' = 'filesystem', 'path' = '/tmp/x', 'format' = 'json');
CREATE TABLE n (x INT) WITH ('connector' = 'filesystem', 'path' = '/tmp/y', 'format' = 'csv') LIKE b (EXCLUDING ALL);
SHOW CREATE TABLE n;
CREATE TABLE m LIKE b (EXCLUDING PARTITIONS);
SHOW CREATE TABLE m;
CREATE TABLE own (x INT) PARTITIONED BY (x) LIKE b (EXCLUDING PARTITIONS);
SHOW CREATE TABLE own;
