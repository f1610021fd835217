-- Permanent and temporary views, one over another, renamed columns.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (n INT, v INT) WITH ('connector' = 'print');
CREATE VIEW positive (n, v) AS SELECT id, a FROM t WHERE a > 0;
CREATE TEMPORARY VIEW small AS SELECT n, v FROM positive WHERE v < 100;
INSERT INTO o SELECT * FROM small;
