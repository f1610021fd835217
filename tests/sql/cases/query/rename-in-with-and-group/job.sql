-- Aliases of the select list in GROUP BY, HAVING.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (half INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT v / 2 AS half, COUNT(*) AS n FROM ev WHERE v IS NOT NULL GROUP BY v / 2 HAVING COUNT(*) > 1;
