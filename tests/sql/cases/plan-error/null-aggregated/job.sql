-- A bare NULL aggregated.
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT ARRAY_AGG(NULL) FROM v;
