-- COALESCE of a constant is known while planning, so that an aggregate of nothing answers at once; IFNULL and IF beside a column are not.
CREATE TABLE t (g INT, c BOOLEAN) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE coalesced (a INT) WITH ('connector' = 'print', 'print-identifier' = 'coalesced');
CREATE TABLE replaced (a INT) WITH ('connector' = 'print', 'print-identifier' = 'replaced');
CREATE TABLE chosen (a INT) WITH ('connector' = 'print', 'print-identifier' = 'chosen');
CREATE TABLE decided (a INT) WITH ('connector' = 'print', 'print-identifier' = 'decided');
CREATE TABLE compared (a INT) WITH ('connector' = 'print', 'print-identifier' = 'compared');
BEGIN STATEMENT SET;
INSERT INTO coalesced SELECT AVG(g) FROM t WHERE COALESCE(FALSE, c);
INSERT INTO replaced SELECT AVG(g) FROM t WHERE IFNULL(FALSE, c);
INSERT INTO chosen SELECT AVG(g) FROM t WHERE IF(FALSE, c, FALSE);
INSERT INTO decided SELECT AVG(g) FROM t WHERE CASE WHEN FALSE THEN c ELSE FALSE END;
INSERT INTO compared SELECT AVG(g) FROM t WHERE IFNULL(1, g) = 2;
END;
