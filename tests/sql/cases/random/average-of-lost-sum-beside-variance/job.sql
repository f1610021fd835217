-- An AVG that Flink takes apart into SUM and COUNT starts again behind a DECIMAL sum of more than 38 digits, any other stays NULL.
CREATE TABLE t (id INT, g INT, c DECIMAL(38, 10)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE apart (a DECIMAL(38, 10), v INT) WITH ('connector' = 'print', 'print-identifier' = 'apart');
CREATE TABLE whole (a DECIMAL(38, 10), m INT) WITH ('connector' = 'print', 'print-identifier' = 'whole');
BEGIN STATEMENT SET;
INSERT INTO apart SELECT AVG(c), VAR_POP(id) FROM t;
INSERT INTO whole SELECT AVG(c), MAX(id) FROM t;
END;
