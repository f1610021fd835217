-- A constant that is all that is grouped by stays a group, and is computed for the rows.
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT m FROM (SELECT ELEMENT(ARRAY[1, 2]) AS e, MAX(n) AS m FROM t WHERE k = 'a' GROUP BY ELEMENT(ARRAY[1, 2]));
