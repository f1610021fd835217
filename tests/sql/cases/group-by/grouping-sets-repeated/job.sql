-- A grouping set that is written twice gives its rows twice, and so does the empty one.
CREATE VIEW t AS SELECT * FROM (VALUES ('a', 1), ('b', 2), ('a', 3)) AS x (k, v);
SELECT k, COUNT(*) FROM t GROUP BY GROUPING SETS ((k), (k));
SELECT k, SUM(v) FROM t GROUP BY GROUPING SETS ((k), (k), ());
SELECT COUNT(*) FROM t GROUP BY GROUPING SETS ((), ());
SELECT k, SUM(v) FROM t GROUP BY k, GROUPING SETS ((), ());
SELECT k, COUNT(*) FROM t GROUP BY CUBE (k, k);
SELECT k, COUNT(*) FROM t GROUP BY ROLLUP (k, k);
SELECT k, COUNT(*) FROM t GROUP BY ROLLUP (k), ROLLUP (k);
SELECT k, COUNT(*) FROM t GROUP BY GROUPING SETS (ROLLUP (k, k), CUBE (k));
