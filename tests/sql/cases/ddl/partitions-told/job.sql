-- Partitions that ALTER TABLE tells the catalog of: SHOW PARTITIONS lists them as they were written; LIKE leaves them out.
CREATE TABLE t (i INT, k INT, s STRING) PARTITIONED BY (k, s) WITH ('connector' = 'blackhole');
SHOW PARTITIONS t;
ALTER TABLE t ADD PARTITION (s = 'b', k = 2) PARTITION (k = '1', s = 'a') WITH ('x' = 'y');
ALTER TABLE t ADD IF NOT EXISTS PARTITION (s = 'a', k = 1) PARTITION (k = 3, s = 'it''s/x');
SHOW PARTITIONS t;
SHOW PARTITIONS t PARTITION (k = 1);
SHOW PARTITIONS t PARTITION (k = 1, s = 'a');
SHOW PARTITIONS t PARTITION (nope = 1);
ALTER TABLE t DROP PARTITION (k = 1, s = 'a'), PARTITION (s = 'b', k = 2);
ALTER TABLE t DROP IF EXISTS PARTITION (k = 1, s = 'a');
ALTER TABLE t ADD x INT;
CREATE TABLE u LIKE t;
SHOW PARTITIONS u;
ALTER TABLE t RENAME TO v;
SHOW PARTITIONS v;
