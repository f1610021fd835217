-- A system function is dropped with SYSTEM only.
CREATE TEMPORARY SYSTEM FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
DROP TEMPORARY FUNCTION f;
