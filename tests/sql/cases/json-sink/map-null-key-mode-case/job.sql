-- The mode in small letters.
CREATE TABLE o (m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.map-null-key.mode' = 'drop');
INSERT INTO o VALUES (MAP['a', 1]);
