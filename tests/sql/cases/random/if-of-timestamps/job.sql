-- IF of timestamps has the first one's precision; CASE has the higher one.
CREATE TABLE t (
  b BOOLEAN,
  a TIMESTAMP(9),
  c TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT IF(b, c, a), IF(b, a, c), CASE WHEN b THEN c ELSE a END, TYPEOF(IF(b, c, a)), TYPEOF(IF(b, a, c)), TYPEOF(CASE WHEN b THEN c ELSE a END) FROM t;
