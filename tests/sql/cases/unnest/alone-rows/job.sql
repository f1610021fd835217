-- UNNEST alone in FROM: rows become columns.
SELECT * FROM UNNEST(ARRAY[ROW(1,'a'),ROW(2,'b')]) AS t(x,y);
