-- UNNEST alone in FROM: NULL has no elements.
SELECT * FROM UNNEST(CAST(NULL AS ARRAY<INT>)) AS t(x);
