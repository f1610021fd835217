-- WITH ORDINALITY counts the elements.
CREATE TABLE t (
  id INT,
  xs ARRAY<INT>,
  m MAP<STRING, INT>,
  rs ARRAY<ROW<a INT, b STRING>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, x INT, n INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, x, n FROM t CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u (x, n);
