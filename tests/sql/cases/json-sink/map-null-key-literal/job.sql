-- The word for a NULL key.
CREATE TABLE o (m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.map-null-key.mode' = 'LITERAL', 'json.map-null-key.literal' = 'none');
INSERT INTO o VALUES (MAP['a', 1]);
