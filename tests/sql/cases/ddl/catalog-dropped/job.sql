-- Tables and views go with their catalog, temporary ones stay, and need no catalog at all.
CREATE CATALOG c WITH ('type' = 'generic_in_memory');
CREATE TABLE c.`default`.t (i INT) WITH ('connector' = 'print');
CREATE TEMPORARY VIEW c.`default`.w AS SELECT 1 AS x;
DROP CATALOG c;
SHOW CATALOGS;
SELECT x FROM c.`default`.w;
CREATE CATALOG c WITH ('type' = 'generic_in_memory');
SHOW TABLES FROM c.`default`;
CREATE TEMPORARY TABLE nowhere.at_all.o (i INT) WITH ('connector' = 'print', 'print-identifier' = 'o');
INSERT INTO nowhere.at_all.o VALUES (1);
SHOW CATALOGS;
USE CATALOG c;
DROP CATALOG default_catalog;
SHOW CATALOGS;
