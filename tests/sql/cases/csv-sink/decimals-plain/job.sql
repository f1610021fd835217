-- write-bigdecimal-in-scientific-notation turned off.
CREATE TABLE o (d DECIMAL(10, 2), e DECIMAL(20, 0), f DECIMAL(38, 18)) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.write-bigdecimal-in-scientific-notation' = 'false');
INSERT INTO o VALUES (100, 1000, 0.000000000000000001), (1.10, 123, 5);
