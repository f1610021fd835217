-- LIKE with OVERWRITING OPTIONS.
CREATE TABLE base (
  id INT,
  k STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/nowhere.json', 'format' = 'json');
CREATE TABLE t WITH ('path' = '${IN}/t.json') LIKE base (OVERWRITING OPTIONS);
CREATE TABLE o (id INT, k STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t WHERE id < 4;
