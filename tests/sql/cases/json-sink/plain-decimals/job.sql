-- Decimals as plain numbers.
CREATE TABLE o (a DECIMAL(10, 2), b DECIMAL(38, 18), c DECIMAL(20, 0), l ARRAY<DECIMAL(5, 2)>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.encode.decimal-as-plain-number' = 'true');
INSERT INTO o VALUES (1.50, 0.000000000000000001, CAST('12345678901234567890' AS DECIMAL(20, 0)), ARRAY[1.10, 100.00]), (100, 0, 1000, ARRAY[CAST(0 AS DECIMAL(5, 2))]);
