-- Texts of many characters.
CREATE TABLE t (
  id INT,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, n INT, tail STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT id, CHAR_LENGTH(s), RIGHT(s, 3) FROM t;
