-- JOIN UNNEST … ON a condition on the elements.
CREATE TABLE t (id INT, tags ARRAY<STRING>, c ARRAY<ROW<tags ARRAY<STRING>>>, m MAP<STRING, INT>)
WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (what STRING, id INT, v STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT 'element', id, e, 0 FROM t JOIN UNNEST(tags) AS e (e) ON e <> 'p';
INSERT INTO o SELECT 'entry', id, e.k, v FROM t INNER JOIN UNNEST(m) AS e (k, v) ON v > 0 AND k IS NOT NULL;
INSERT INTO o SELECT 'all', id, e, 0 FROM t INNER JOIN UNNEST(tags) AS e ON TRUE;
