-- LEFT JOIN UNNEST keeps rows without elements.
CREATE TABLE t (
  id INT,
  xs ARRAY<INT>,
  m MAP<STRING, INT>,
  rs ARRAY<ROW<a INT, b STRING>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, x INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS u (x) ON TRUE;
