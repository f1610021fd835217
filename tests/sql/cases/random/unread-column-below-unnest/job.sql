-- What is projected below an UNNEST is computed, though nobody reads it: it fails.
CREATE TABLE t (k STRING, a ARRAY<INT>, i INT, p AS CAST(k AS INT)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT i, el FROM t CROSS JOIN UNNEST(a) AS u (el);
