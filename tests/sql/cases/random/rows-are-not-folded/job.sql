-- What is computed of a ROW that is written out is left to the running job: the planner does not see that no row will come.
CREATE TABLE t (g INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE text (a INT) WITH ('connector' = 'print', 'print-identifier' = 'text');
CREATE TABLE field (a INT) WITH ('connector' = 'print', 'print-identifier' = 'field');
CREATE TABLE elements (a INT) WITH ('connector' = 'print', 'print-identifier' = 'elements');
CREATE TABLE numbers (a INT) WITH ('connector' = 'print', 'print-identifier' = 'numbers');
CREATE TABLE compared (a INT) WITH ('connector' = 'print', 'print-identifier' = 'compared');
BEGIN STATEMENT SET;
INSERT INTO text SELECT MAX(g) FROM t WHERE IS_ALPHA(CAST(ROW(1, 'a') AS STRING));
INSERT INTO field SELECT MAX(g) FROM t WHERE CAST(ROW(1, 'a') AS ROW<x INT, y STRING>).x = 2;
INSERT INTO elements SELECT MAX(g) FROM t WHERE CARDINALITY(ARRAY[ROW(1, 'a')]) = 2;
INSERT INTO numbers SELECT MAX(g) FROM t WHERE CARDINALITY(ARRAY[1, 2]) = 1;
INSERT INTO compared SELECT MAX(g) FROM t WHERE ROW(1, 'a') = ROW(2, 'a');
END;
