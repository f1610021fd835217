-- A view calls a function that is gone when the view is used.
CREATE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
CREATE VIEW v AS SELECT f('aa', 'a') AS n;
DROP FUNCTION f;
SELECT * FROM v;
