-- Grouping by an expression that is selected too.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (p STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT CASE WHEN v > 0 THEN 'pos' WHEN v < 0 THEN 'neg' ELSE 'other' END, COUNT(*) FROM t GROUP BY CASE WHEN v > 0 THEN 'pos' WHEN v < 0 THEN 'neg' ELSE 'other' END;
