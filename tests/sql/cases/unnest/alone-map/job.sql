-- UNNEST alone in FROM: a map gives keys and values.
SELECT * FROM UNNEST(MAP['a',1,'b',2]) AS t(k,v);
