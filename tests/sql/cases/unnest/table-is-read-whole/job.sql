-- Below UNNEST a table is read whole, also through a view: a field that cannot be read fails though nobody asks for it.
CREATE TABLE t (g INT, c FLOAT, xs ARRAY<INT>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE VIEW v AS SELECT * FROM t;
SELECT c FROM v CROSS JOIN UNNEST(xs) AS u (el) WHERE c > 0;
