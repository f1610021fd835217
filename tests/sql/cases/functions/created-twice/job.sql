-- A function of the same name, another case.
CREATE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
CREATE FUNCTION F AS 'com.github.nexmark.flink.udf.CountChar';
