-- Values of another JSON type that still convert: texts to numbers, numbers to texts, fractions to integers, objects to texts.
CREATE TABLE t (
  id INT,
  i INT,
  bi BIGINT,
  d DOUBLE,
  b BOOLEAN,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, i INT, bi BIGINT, d DOUBLE, b BOOLEAN, s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
