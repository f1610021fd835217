-- A bare NULL collected.
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT COLLECT(NULL) FROM v;
