-- A bare NULL counted.
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT COUNT(NULL) FROM v;
