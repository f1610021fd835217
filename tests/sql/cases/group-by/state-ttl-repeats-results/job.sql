-- With a time to live of state, a group puts a change out for every row, even when its result is what it was: so that
-- whoever keeps state behind it does not forget earlier.
SET 'table.exec.state.ttl' = '1 h';
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE src (a INT, k INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT m, COUNT(*), COUNT(DISTINCT k) FROM (SELECT k, MAX(a) AS m FROM src GROUP BY k) GROUP BY m;
