-- Too few arguments.
CREATE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
SELECT f('a');
