-- UNNEST alone in FROM, aggregated.
SELECT SUM(x) FROM UNNEST(ARRAY[1,2,3]) AS t(x);
