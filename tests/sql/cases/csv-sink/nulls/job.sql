-- NULL in every type without a null literal.
CREATE TABLE o (id INT, s STRING, b BOOLEAN, d DECIMAL(5, 2), l ARRAY<STRING>, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o VALUES (1, CAST(NULL AS STRING), CAST(NULL AS BOOLEAN), CAST(NULL AS DECIMAL(5, 2)), CAST(NULL AS ARRAY<STRING>), CAST(NULL AS TIMESTAMP(3))), (CAST(NULL AS INT), '', TRUE, 1.50, ARRAY['a', 'b'], TIMESTAMP '2024-05-01 10:00:00.000');
