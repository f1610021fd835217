-- SHOW FUNCTIONS knows user functions only when created; a temporary system function of a missing class is found out on use.
CREATE TEMPORARY SYSTEM FUNCTION f AS 'no.such.Class';
SELECT f(1);
