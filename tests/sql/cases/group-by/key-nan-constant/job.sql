-- A group key with a NaN constant in it is one key wherever it is written.
CREATE TABLE t (d DOUBLE) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT CAST('NaN' AS DOUBLE) * d, COUNT(*) FROM t GROUP BY CAST('NaN' AS DOUBLE) * d;
