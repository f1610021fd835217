-- COUNT(DISTINCT) of bytes on a stream.
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT COUNT(DISTINCT CAST(s AS BYTES)) FROM v;
