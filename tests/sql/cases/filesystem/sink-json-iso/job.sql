-- json.timestamp-format.standard and decimals as plain numbers on the way out.
CREATE TABLE o (a DECIMAL(10, 2), z TIMESTAMP_LTZ(3), ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601', 'json.encode.decimal-as-plain-number' = 'true');
INSERT INTO o VALUES (100, TO_TIMESTAMP_LTZ(1500, 3), TIMESTAMP '2024-05-01 10:00:00.120'), (0.10, TO_TIMESTAMP_LTZ(0, 3), TIMESTAMP '2024-05-01 10:00:00');
