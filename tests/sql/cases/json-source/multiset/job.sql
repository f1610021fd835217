-- A MULTISET from an object of counts.
CREATE TABLE t (
  m MULTISET<STRING>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (m MULTISET<STRING>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
