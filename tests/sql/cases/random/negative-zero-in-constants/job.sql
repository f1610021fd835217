-- -0.0 equals 0.0, but is not IN several constants that 0.0 is among: those are a set of bits.
CREATE TABLE t (
  d DOUBLE,
  f FLOAT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT d = 0E0, d IN (0E0), d IN (0E0, 1E0), d NOT IN (0E0, 1E0), d IN (0, 1), d IN (0.0, 1.0), d IN (d - 1E0, 0E0), f IN (0E0, 1E0), f IN (0, 1), f NOT IN (CAST(0 AS FLOAT), CAST(1 AS FLOAT)) FROM t;
