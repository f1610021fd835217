-- A function keeps its database.
CREATE DATABASE d;
CREATE FUNCTION d.f AS 'com.github.nexmark.flink.udf.CountChar';
DROP DATABASE d;
