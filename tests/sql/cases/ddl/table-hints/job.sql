-- OPTIONS hints replace options of a table for one query.
CREATE TABLE t (
  id INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/nowhere.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id FROM t /*+ OPTIONS('path' = '${IN}/t.json') */ WHERE id < 4;
