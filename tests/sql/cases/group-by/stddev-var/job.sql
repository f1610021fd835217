-- Deviation and variance, integer and floating.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, sp DOUBLE, ss DOUBLE, vp DOUBLE, vs DOUBLE, vi INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, STDDEV_POP(CAST(v AS DOUBLE)), STDDEV_SAMP(CAST(v AS DOUBLE)), VAR_POP(CAST(v AS DOUBLE)), VAR_SAMP(CAST(v AS DOUBLE)), VAR_POP(v) FROM t GROUP BY k;
