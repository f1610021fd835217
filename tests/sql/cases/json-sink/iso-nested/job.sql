-- ISO-8601 on the way out, inside of collections too.
CREATE TABLE o (ts TIMESTAMP(3), z TIMESTAMP_LTZ(3), a ARRAY<TIMESTAMP(6)>, t TIME(0), d DATE) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
INSERT INTO o VALUES (TIMESTAMP '2024-05-01 10:00:00.120', TO_TIMESTAMP_LTZ(1500, 3), ARRAY[TIMESTAMP '2024-05-01 10:00:00.123456', TIMESTAMP '2024-05-01 00:00:00.000000'], TIME '10:20:30', DATE '2024-05-01');
