-- Nobody reads the results; of an aggregation without groups Flink keeps the first one, whose argument fails.
CREATE TABLE t (
  x DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (c INT) WITH ('connector' = 'print');
INSERT INTO o SELECT 1 FROM (SELECT AVG(TRUNCATE(x, 3)), COUNT(*) FROM t);
