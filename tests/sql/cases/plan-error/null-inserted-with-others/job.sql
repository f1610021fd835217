-- The same in an INSERT.
CREATE TABLE o (i INT, s STRING) WITH ('connector' = 'print');
INSERT INTO o VALUES (1, NULL), (2, 'b');
