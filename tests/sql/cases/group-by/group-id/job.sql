-- GROUP_ID is 0 where no grouping set is repeated.
CREATE TABLE t (k INT, v STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT k, v, COUNT(*), GROUPING(k), GROUP_ID() FROM t GROUP BY GROUPING SETS ((k), (v));
SELECT k, GROUP_ID() FROM t GROUP BY k HAVING GROUP_ID() = 0;
SELECT k, COUNT(*) FROM t GROUP BY GROUPING SETS ((k), (k));
