-- A NULL for a NOT NULL source column travels on until a NOT NULL sink refuses it.
CREATE TABLE t (
  id INT NOT NULL,
  a INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT NOT NULL, a INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
