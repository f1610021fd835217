-- A STDDEV or VAR of anything makes every AVG one of a wrapped sum.
CREATE TABLE t (k INT, t TINYINT, s SMALLINT, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT AVG(t), STDDEV_POP(k) FROM t;
SELECT AVG(i), VAR_POP(i) FROM t;
SELECT AVG(i), MAX(i), VAR_SAMP(k) FROM t;
