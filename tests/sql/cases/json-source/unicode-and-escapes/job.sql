-- Escapes of JSON strings, surrogate pairs, raw UTF-8, and text that looks like escapes.
CREATE TABLE t (
  id INT,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, s STRING, n INT, u STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT id, s, CHAR_LENGTH(s), UPPER(s) FROM t;
