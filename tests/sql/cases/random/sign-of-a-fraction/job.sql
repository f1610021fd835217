-- SIGN keeps the type of a DECIMAL even where 1 has a digit more than that.
CREATE TABLE t (d DECIMAL(2, 2), e DECIMAL(1, 1) NOT NULL, f DECIMAL(3, 2)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT SIGN(d), SIGN(e), SIGN(-e), SIGN(f), SIGN(0.5), SIGN(-0.05), TYPEOF(SIGN(d)), SIGN(d) > 0, SIGN(e) + 1, COUNT(*) FROM t GROUP BY d, e, f;
