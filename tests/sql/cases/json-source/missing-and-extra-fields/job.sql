-- A missing field is NULL, an unknown one is ignored, order of fields does not matter, a repeated field: the last one counts.
CREATE TABLE t (
  id INT,
  a STRING,
  b INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a STRING, b INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
