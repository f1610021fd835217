-- Conditions on rows go below an UNNEST, where they keep out what would fail; columns that a derived table leaves out are not computed.
CREATE TABLE t (k STRING, a ARRAY<INT>, i INT, p AS CAST(k AS INT)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE filtered (i INT, el INT) WITH ('connector' = 'print', 'print-identifier' = 'filtered');
CREATE TABLE outer_filtered (i INT, el INT) WITH ('connector' = 'print', 'print-identifier' = 'outer_filtered');
CREATE TABLE left_out (i INT, el INT) WITH ('connector' = 'print', 'print-identifier' = 'left_out');
CREATE TABLE below (i INT, el INT) WITH ('connector' = 'print', 'print-identifier' = 'below');
BEGIN STATEMENT SET;
INSERT INTO filtered SELECT i, el FROM t CROSS JOIN UNNEST(a) AS u (el) WHERE k <> 'x' AND el > 2;
INSERT INTO outer_filtered SELECT i, el FROM t LEFT JOIN UNNEST(a) AS u (el) ON TRUE WHERE k <> 'x';
INSERT INTO left_out SELECT i, el FROM (SELECT a, i FROM t) CROSS JOIN UNNEST(a) AS u (el);
INSERT INTO below SELECT i, el FROM (SELECT k, a, i, p FROM t WHERE k <> 'x') CROSS JOIN UNNEST(a) AS u (el);
END;
