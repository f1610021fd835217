-- AVG of integers beside SUM and COUNT of them is the wrapped sum by the count; with one of the two alone it is not.
CREATE TABLE t (k INT, t TINYINT, s SMALLINT, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT AVG(i), SUM(i), COUNT(i) FROM t;
SELECT AVG(i), SUM(i), COUNT(*) FROM t;
SELECT AVG(i), SUM(i) FROM t;
SELECT AVG(i), COUNT(i) FROM t;
SELECT AVG(i), AVG(t), SUM(i), SUM(t), COUNT(i) FROM t;
SELECT AVG(i), AVG(t), SUM(i), COUNT(i) FROM t;
SELECT AVG(s), SUM(s), COUNT(*), COUNT(s) FROM t;
SELECT k, AVG(i), SUM(i), COUNT(i) FROM t GROUP BY k;
SELECT AVG(i), SUM(i) FROM t HAVING COUNT(i) > 0;
SELECT AVG(i) FILTER (WHERE k > 0), SUM(i) FILTER (WHERE k > 0), COUNT(i) FILTER (WHERE k > 0) FROM t;
SELECT AVG(i), SUM(i), COUNT(i) FILTER (WHERE k > 0) FROM t;
SELECT AVG(DISTINCT i), SUM(DISTINCT i), COUNT(DISTINCT i) FROM t;
