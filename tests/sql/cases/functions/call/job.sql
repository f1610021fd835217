-- A function that CREATE FUNCTION names: case ignored, qualified, NULL seen, arguments cast, in a view of another database.
CREATE FUNCTION Count_Char AS 'com.github.nexmark.flink.udf.CountChar' LANGUAGE JAVA;
CREATE DATABASE d;
CREATE VIEW v AS SELECT count_char('aa', 'a') AS n, x FROM (VALUES ('banana'), ('x'), (CAST(NULL AS STRING))) AS t (x) WHERE count_char(x, 'a') >= 0;
SELECT COUNT_CHAR(x, 'a'), `count_char`(x, CAST('n' AS CHAR(1))), default_database.count_char(x, 'x'), n FROM v;
USE d;
SELECT x, default_catalog.default_database.Count_Char(x, 'b') FROM default_database.v;
