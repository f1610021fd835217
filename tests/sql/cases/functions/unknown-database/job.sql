-- A function in a database that there is not.
CREATE FUNCTION nodb.f AS 'com.github.nexmark.flink.udf.CountChar';
