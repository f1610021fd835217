-- A temporary function of a class that there is not.
CREATE TEMPORARY FUNCTION f AS 'com.example.Missing';
