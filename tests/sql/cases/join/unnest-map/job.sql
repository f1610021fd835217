-- UNNEST of a map gives key and value.
CREATE TABLE t (
  id INT,
  xs ARRAY<INT>,
  m MAP<STRING, INT>,
  rs ARRAY<ROW<a INT, b STRING>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, k, v FROM t CROSS JOIN UNNEST(m) AS u (k, v);
