-- AVG is the mean of a sum that wraps around where Flink takes it apart: beside a VAR_POP or a SUM and a COUNT, but only if somebody reads those.
CREATE TABLE t (f FLOAT, i TINYINT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE beside_variance (a TINYINT) WITH ('connector' = 'print', 'print-identifier' = 'beside_variance');
CREATE TABLE variance_unread (a TINYINT) WITH ('connector' = 'print', 'print-identifier' = 'variance_unread');
CREATE TABLE sum_unread (a TINYINT) WITH ('connector' = 'print', 'print-identifier' = 'sum_unread');
CREATE TABLE with_having (a TINYINT) WITH ('connector' = 'print', 'print-identifier' = 'with_having');
BEGIN STATEMENT SET;
INSERT INTO beside_variance SELECT a FROM (SELECT AVG(i) AS a, VAR_POP(f) AS v FROM t) WHERE v IS NOT NULL;
INSERT INTO variance_unread SELECT a FROM (SELECT AVG(i) AS a, VAR_POP(f) AS v FROM t) WHERE a <> 0;
INSERT INTO sum_unread SELECT a FROM (SELECT AVG(i) AS a, SUM(i) AS s, COUNT(i) AS n FROM t);
INSERT INTO with_having SELECT AVG(i) FROM t HAVING VAR_POP(f) >= 0;
END;
