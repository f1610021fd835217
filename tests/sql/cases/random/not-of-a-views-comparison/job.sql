-- NOT of what is compared below is the opposite comparison, and two columns that are computed alike are one: for NaN both show.
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE VIEW v AS SELECT k, x / x > 1E0 AS b, SQRT(x) AS y, SQRT(x) AS z FROM t;
SELECT k, NOT b, b, y = z, y < z FROM v;
SELECT k, 'not' FROM v WHERE NOT b;
SELECT k, 'same' FROM v WHERE y = z;
SELECT k, NOT b FROM (SELECT k, MAX(x / x) > 1E0 AS b FROM t GROUP BY k);
