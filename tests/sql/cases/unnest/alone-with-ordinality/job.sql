-- UNNEST alone in FROM with numbers of the elements.
SELECT * FROM UNNEST(ARRAY[1,2]) WITH ORDINALITY AS t(a,b);
