-- With the enforcer set to DROP, rows with NULL in a NOT NULL column of the sink are left out.
SET 'table.exec.sink.not-null-enforcer' = 'DROP';
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a INT NOT NULL) WITH ('connector' = 'print');
INSERT INTO o SELECT id, a FROM t;
