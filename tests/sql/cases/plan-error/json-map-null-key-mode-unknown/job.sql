-- A mode that there is not.
CREATE TABLE o (m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.map-null-key.mode' = 'KEEP');
INSERT INTO o VALUES (MAP['a', 1]);
