-- Structured types and VARIANTs as they are described.
CREATE TABLE o (p STRUCTURED<'a.b.Point', x BIGINT NOT NULL, `a y` STRING>, v VARIANT NOT NULL, a ARRAY<VARIANT>) WITH ('connector' = 'print');
DESCRIBE o;
