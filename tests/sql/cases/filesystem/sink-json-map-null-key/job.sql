-- A NULL key of a map: drop leaves the entry out.
CREATE TABLE o (m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.map-null-key.mode' = 'DROP');
INSERT INTO o VALUES (MAP['a', 1, CAST(NULL AS STRING), 2]);
