-- An argument that cannot be cast implicitly.
CREATE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
SELECT f(1, 'a');
