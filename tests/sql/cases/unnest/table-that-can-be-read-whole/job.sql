-- A derived table below UNNEST is read as far as it is asked for; of a table read whole, an object that is no INT ends the row early.
CREATE TABLE t (g INT, c FLOAT, xs ARRAY<INT>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT c, el FROM (SELECT c, xs FROM t) CROSS JOIN UNNEST(xs) AS u (el);
CREATE TABLE q (g INT, c FLOAT, xs ARRAY<INT>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT c, el FROM q LEFT JOIN UNNEST(xs) AS u (el) ON TRUE;
