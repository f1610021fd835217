-- IFNULL computes its second argument even where the first one is never NULL.
CREATE TABLE t (a FLOAT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT IFNULL(1E0, ROUND(a, 3)) FROM t;
