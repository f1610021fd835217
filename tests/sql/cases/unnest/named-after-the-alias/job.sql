-- A sole column without a name of its own is called as the alias: of UNNEST, with its ordinality too, and of VALUES.
CREATE TABLE t (id INT, tags ARRAY<STRING>, c ARRAY<ROW<tags ARRAY<STRING>>>, m MAP<STRING, INT>)
WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (what STRING, id INT, v STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT 'element', id, tag, CHAR_LENGTH(tag) FROM t CROSS JOIN UNNEST(tags) AS tag WHERE tag <> 'p';
INSERT INTO o SELECT 'qualified', id, tag.tag, `ORDINALITY` FROM t, UNNEST(tags) WITH ORDINALITY AS tag;
INSERT INTO o SELECT 'two', id, t1 || t2, 0 FROM t CROSS JOIN UNNEST(tags) AS t1 CROSS JOIN UNNEST(tags) AS t2 WHERE t1 < t2;
INSERT INTO o SELECT 'field', id, z, CARDINALITY(y) FROM t CROSS JOIN UNNEST(c) AS y CROSS JOIN UNNEST(y) AS z;
INSERT INTO o SELECT 'grouped', CAST(COUNT(*) AS INT), tag, CAST(COUNT(DISTINCT id) AS INT) FROM t CROSS JOIN UNNEST(tags) AS tag GROUP BY tag HAVING COUNT(*) > 1;
INSERT INTO o SELECT 'values', x, CAST(x.x AS STRING), x + 1 FROM (VALUES (1), (2)) AS x;
