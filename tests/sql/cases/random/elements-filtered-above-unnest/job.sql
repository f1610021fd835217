-- A condition on elements stays above the UNNEST, below which a column that nobody reads fails.
CREATE TABLE t (k STRING, a ARRAY<INT>, i INT, p AS CAST(k AS INT)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT i, el FROM t CROSS JOIN UNNEST(a) AS u (el) WHERE k <> 'x' OR el > 100;
