-- Nobody reads the results; of an aggregation without groups Flink keeps the first one only, and so nothing fails.
CREATE TABLE t (
  x DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (c INT) WITH ('connector' = 'print');
INSERT INTO o SELECT 1 FROM (SELECT COUNT(*), AVG(TRUNCATE(x, 3)) FROM t);
