-- A statement set writes to several sinks, two INSERTs to the same one.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE p (id INT) WITH ('connector' = 'print', 'print-identifier' = 'p');
CREATE TABLE n (id INT, s STRING) WITH ('connector' = 'print', 'print-identifier' = 'n');
EXECUTE STATEMENT SET
BEGIN
INSERT INTO p SELECT id FROM t WHERE a > 0;
INSERT INTO n SELECT id, s FROM t WHERE a <= 0;
INSERT INTO p SELECT id + 100 FROM t WHERE a IS NULL;
END;
