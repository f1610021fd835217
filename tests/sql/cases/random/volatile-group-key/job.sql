-- An expression in GROUP BY is found again by its form, also if each call of it may give another value.
CREATE TABLE t (ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT UNIX_TIMESTAMP(CAST(ts AS STRING)), COUNT(*) FROM t GROUP BY UNIX_TIMESTAMP(CAST(ts AS STRING));
