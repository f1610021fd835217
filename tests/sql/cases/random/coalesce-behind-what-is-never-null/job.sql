-- COALESCE computes nothing behind an argument that is never NULL (ROUND of an infinity fails).
CREATE TABLE t (a FLOAT, b FLOAT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE behind (x DOUBLE) WITH ('connector' = 'print', 'print-identifier' = 'behind');
CREATE TABLE alone (x DOUBLE) WITH ('connector' = 'print', 'print-identifier' = 'only');
CREATE TABLE of_narrow (x DECIMAL(12, 2)) WITH ('connector' = 'print', 'print-identifier' = 'of_narrow');
BEGIN STATEMENT SET;
INSERT INTO behind SELECT COALESCE(b, 1E0, ROUND(a, 3)) FROM t;
INSERT INTO alone SELECT COALESCE(1E0, ROUND(a, 3)) FROM t;
INSERT INTO of_narrow SELECT COALESCE(CAST(b AS INT), 1, 12.25) FROM t;
END;
