-- Lines that begin with # are left out when allowed.
CREATE TABLE t (i INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.allow-comments' = 'true'
);
CREATE TABLE o (i INT, s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
