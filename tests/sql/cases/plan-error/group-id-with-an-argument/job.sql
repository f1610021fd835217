-- GROUP_ID takes none.
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT GROUP_ID(i) FROM v GROUP BY i;
