-- A catalog that is altered begins anew; the current database stays the one that was chosen.
CREATE CATALOG d WITH ('type' = 'generic_in_memory', 'default-database' = 'dd');
CREATE TABLE d.dd.t (i INT) WITH ('connector' = 'print');
ALTER CATALOG d COMMENT 'hello';
SHOW TABLES FROM d.dd;
SHOW CREATE CATALOG d;
USE CATALOG d;
CREATE TABLE t (i INT) WITH ('connector' = 'print');
ALTER CATALOG d SET ('default-database' = 'x');
SHOW CURRENT DATABASE;
SHOW DATABASES;
DESC CATALOG EXTENDED d;
ALTER CATALOG d RESET ('default-database', 'nope');
SHOW DATABASES;
ALTER CATALOG d COMMENT '';
SHOW CREATE CATALOG d;
DESC CATALOG d;
