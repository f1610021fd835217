-- UNNEST alone in FROM, twice: every pair.
SELECT a, b FROM UNNEST(ARRAY[1,2]) AS t(a), UNNEST(ARRAY[10,20]) AS u(b);
