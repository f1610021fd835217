-- There is no such function.
DROP FUNCTION nope;
