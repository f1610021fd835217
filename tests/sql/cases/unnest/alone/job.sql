-- UNNEST alone in FROM: constants.
SELECT * FROM UNNEST(ARRAY[1,2,3]);
