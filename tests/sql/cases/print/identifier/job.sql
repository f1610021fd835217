-- print-identifier is put before every row.
CREATE TABLE t (
  id INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'print', 'print-identifier' = 'left side');
INSERT INTO o SELECT * FROM t;
