-- OR REPLACE is read, but does not replace a function.
CREATE OR REPLACE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
CREATE OR REPLACE FUNCTION f AS 'com.github.nexmark.flink.udf.CountChar';
