-- A MAP with INT keys.
CREATE TABLE t (
  m MAP<INT, STRING>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (m MAP<INT, STRING>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
