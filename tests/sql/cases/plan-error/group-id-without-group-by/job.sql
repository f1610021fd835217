-- GROUP_ID where nothing is grouped.
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT GROUP_ID() FROM v;
