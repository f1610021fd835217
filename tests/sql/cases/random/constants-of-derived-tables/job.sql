-- A constant of a derived table, view or CTE is one outside of it: computed again there, and cut to its type's digits at each step.
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE VIEW v AS SELECT id, TIMESTAMP '2024-05-01 10:00:00' + INTERVAL '0.567' SECOND AS x FROM t WHERE id > 0;
CREATE TABLE o (id INT, a TIMESTAMP(0), b TIMESTAMP(3), c TIMESTAMP(0), d STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, x + INTERVAL '0.5' SECOND, CAST(x AS TIMESTAMP(3)) + INTERVAL '0.5' SECOND, CASE WHEN id > 1 THEN x ELSE x + INTERVAL '0.5' SECOND END, CAST(x AS STRING)
FROM (SELECT * FROM v WHERE id < 9);
