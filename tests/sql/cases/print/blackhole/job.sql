-- The blackhole connector swallows rows.
CREATE TABLE t (
  id INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE e (id INT) WITH ('connector' = 'blackhole');
INSERT INTO e SELECT id FROM t;
