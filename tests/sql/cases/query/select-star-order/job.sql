-- A star lists columns in the order of the table, computed ones included; t.* of an alias too.
CREATE TABLE t (
  id INT,
  twice AS id * 2,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, twice INT, s STRING, again INT, id2 INT, twice2 INT, s2 STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT *, id AS again, x.* FROM t AS x;
