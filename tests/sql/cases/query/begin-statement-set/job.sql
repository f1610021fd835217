-- The other spelling of a statement set.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE p (id INT) WITH ('connector' = 'print', 'print-identifier' = 'p');
CREATE TABLE n (id INT) WITH ('connector' = 'print', 'print-identifier' = 'n');
BEGIN STATEMENT SET;
INSERT INTO p SELECT id FROM t WHERE a > 0;
INSERT INTO n SELECT -id FROM t;
END;
