-- A bare NULL grouped by.
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT i FROM v GROUP BY NULL, i;
