-- NaN equals nothing in sets of array elements, not even itself; 0.0 and -0.0 are equal in some of them. NaN is no extreme.
CREATE TABLE t (
  d ARRAY<DOUBLE>,
  e ARRAY<DOUBLE>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT ARRAY_UNION(d, e), ARRAY_UNION(e, d), ARRAY_DISTINCT(d), ARRAY_EXCEPT(d, e), ARRAY_INTERSECT(d, e), ARRAY_MAX(d), ARRAY_MIN(d), ARRAY_MAX(e), ARRAY_MIN(e) FROM t;
