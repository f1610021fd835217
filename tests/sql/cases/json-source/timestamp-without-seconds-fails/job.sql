-- A timestamp without seconds.
CREATE TABLE t (
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (ts TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
