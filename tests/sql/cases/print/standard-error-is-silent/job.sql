-- Rows sent to standard error do not appear among the output.
CREATE TABLE t (
  id INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE e (id INT) WITH ('connector' = 'print', 'standard-error' = 'true');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO e SELECT id FROM t;
INSERT INTO o SELECT id + 10 FROM t;
