-- Conditions that no row fulfils, told by their constants: the planner answers for the aggregates without a row.
CREATE TABLE t (
  n INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (what STRING, c BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT 'or', COUNT(*) FROM t WHERE FALSE OR CAST(NULL AS BOOLEAN);
INSERT INTO o SELECT 'null', COUNT(*) FROM t WHERE 1 < 1 OR n > CAST(NULL AS INT);
INSERT INTO o SELECT 'not between', COUNT(*) FROM t WHERE 5 NOT BETWEEN 5 AND CAST(NULL AS INT);
INSERT INTO o SELECT 'between', COUNT(*) FROM t WHERE 5 BETWEEN 6 AND n;
INSERT INTO o SELECT 'not or', COUNT(*) FROM t WHERE NOT (TRUE OR n > 5);
