-- A null literal, and a text that is equal to it.
CREATE TABLE o (a STRING, b INT, l ARRAY<STRING>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.null-literal' = 'n/a');
INSERT INTO o VALUES ('n/a', CAST(NULL AS INT), ARRAY[CAST(NULL AS STRING), 'x']), (CAST(NULL AS STRING), 1, CAST(NULL AS ARRAY<STRING>));
