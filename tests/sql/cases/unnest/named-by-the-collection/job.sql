-- Without an alias an element is called EXPR$0, the parts of a map's entry KEY and VALUE.
CREATE TABLE t (id INT, tags ARRAY<STRING>, c ARRAY<ROW<tags ARRAY<STRING>>>, m MAP<STRING, INT>)
WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (what STRING, id INT, v STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT 'element', id, EXPR$0, 0 FROM t CROSS JOIN UNNEST(tags);
INSERT INTO o SELECT 'entry', id, KEY, `VALUE` FROM t CROSS JOIN UNNEST(m);
INSERT INTO o SELECT 'aliased', id, e.KEY, e.`VALUE` + e.ORDINALITY FROM t CROSS JOIN UNNEST(m) WITH ORDINALITY AS e;
