-- Timestamps the SQL standard form takes.
CREATE TABLE t (
  id INT,
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, ts TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
