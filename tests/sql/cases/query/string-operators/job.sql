-- Concatenation with || and NULL, comparison by code point, trailing blanks count.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, x STRING, y BOOLEAN, z BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, s || '-' || CAST(id AS STRING), s > 'b', s = 'pear ' FROM t;
