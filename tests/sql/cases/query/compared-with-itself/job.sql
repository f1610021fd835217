-- An expression compared with itself is taken for equal, NaN too, in the select list and in WHERE.
CREATE TABLE t (i INT, d DOUBLE) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT i, d = d, d <> d, d < d, d <= d, d IS DISTINCT FROM d, d BETWEEN d AND d, d IN (d), NULLIF(d, d), CASE d WHEN d THEN 1 ELSE 2 END FROM t;
SELECT i FROM t WHERE d = d;
SELECT i FROM t WHERE d <> d;
SELECT i FROM t WHERE NOT (d = d);
SELECT i, ARRAY[d] = ARRAY[CAST('NaN' AS DOUBLE)], ARRAY[d] = ARRAY[-0e0] FROM t;
