-- Arrays and rows with a delimiter of their own.
CREATE TABLE o (a ARRAY<INT>, r ROW<x INT, y STRING>, l ARRAY<STRING>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.array-element-delimiter' = '|');
INSERT INTO o VALUES (ARRAY[1, 2], ROW(7, 'x'), ARRAY['a b', 'c,d']), (ARRAY[CAST(NULL AS INT), 3], ROW(8, CAST(NULL AS STRING)), ARRAY['']);
