-- NULL at every level.
CREATE TABLE o (id INT, r ROW<s STRING, n INT>, l ARRAY<STRING>, m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json');
INSERT INTO o SELECT id, ROW(s, n), ARRAY[s], MAP['k', n] FROM (VALUES (1, CAST(NULL AS STRING), CAST(NULL AS INT)), (2, 'x', 7)) AS v (id, s, n);
