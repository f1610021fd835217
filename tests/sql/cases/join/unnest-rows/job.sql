-- UNNEST of an array of rows gives their fields as columns.
CREATE TABLE t (
  id INT,
  xs ARRAY<INT>,
  m MAP<STRING, INT>,
  rs ARRAY<ROW<a INT, b STRING>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, a INT, b STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, a, b FROM t CROSS JOIN UNNEST(rs) AS u (a, b);
