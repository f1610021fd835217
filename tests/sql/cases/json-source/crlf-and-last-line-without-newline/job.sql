-- Lines may end with CR LF, and the last one without any.
CREATE TABLE t (
  id INT,
  a STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
