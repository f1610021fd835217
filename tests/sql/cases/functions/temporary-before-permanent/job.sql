-- A temporary function hides a permanent one of its name; dropping either leaves the other.
CREATE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
CREATE TEMPORARY FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
CREATE FUNCTION IF NOT EXISTS f AS 'com.github.nexmark.flink.udf.CountChar';
DROP FUNCTION f;
SELECT f('aa', 'a');
DROP TEMPORARY FUNCTION f;
CREATE OR REPLACE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
SELECT f('b', 'a');
