-- The elements of ARRAY[...] have the type of the first of FLOAT and DOUBLE, a constant among them.
CREATE TABLE t (
  c1 FLOAT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT ARRAY[c1, 1.5E0] AS o3, TYPEOF(ARRAY[c1, E()]) AS o4, TYPEOF(ARRAY[E(), c1]) AS o5
FROM t;
