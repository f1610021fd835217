-- Line and block comments, semicolons and comment signs inside texts, doubled quotes.
-- a comment; with a semicolon
/* a block;
 comment */
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, x STRING) WITH ('connector' = 'print');
INSERT INTO o /* here; too */ SELECT id, 'it''s -- not; a /* comment */' -- tail
FROM t WHERE id < 3;
-- end
