-- BITMAP as a column's type, within collections too, and as a key of a sink.
CREATE TABLE o (b BITMAP NOT NULL, bs ARRAY<BITMAP>, m MAP<STRING, BITMAP>, r ROW<b BITMAP, n INT>, PRIMARY KEY (b) NOT ENFORCED)
WITH ('connector' = 'print');
INSERT INTO o
SELECT b, ARRAY[b, b], MAP['k', b], ROW(BITMAP_AND(b, BITMAP_BUILD(ARRAY[1])), 1)
FROM (VALUES (BITMAP_BUILD(ARRAY[1, -1])), (BITMAP_BUILD(ARRAY[2]))) AS v (b);
DESCRIBE o;
