-- IF NOT EXISTS and IF EXISTS make a statement do nothing.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE IF NOT EXISTS t (other INT) WITH ('connector' = 'print');
DROP TABLE IF EXISTS nowhere;
CREATE VIEW IF NOT EXISTS w AS SELECT id FROM t;
CREATE VIEW IF NOT EXISTS w AS SELECT k FROM t;
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM w WHERE id < 3;
DROP VIEW w;
DROP VIEW IF EXISTS w;
DROP TABLE t;
