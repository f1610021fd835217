-- A folder as path reads all its files, hidden ones (leading . or _) excepted.
CREATE TABLE t (
  id INT,
  a STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t', 'format' = 'json');
CREATE TABLE o (id INT, a STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
