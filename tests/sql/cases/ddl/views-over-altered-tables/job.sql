-- The `*` of a view stands for the columns that its table had when the view was made, in their order then.
CREATE TABLE b (a INT, c INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT * FROM b;
CREATE VIEW w (p, q) AS SELECT * FROM b WHERE c > 0;
CREATE VIEW x AS SELECT * FROM v;

ALTER TABLE b MODIFY (c INT FIRST);
ALTER TABLE b ADD (z STRING AFTER c);
ALTER VIEW v AS SELECT a + c AS s, * FROM b;

SELECT * FROM v;
SELECT * FROM w;
SELECT q, p FROM w;
SELECT * FROM x;
SELECT * FROM b;
