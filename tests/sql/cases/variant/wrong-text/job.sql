-- A text that is no JSON fails the job.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT PARSE_JSON(k) FROM t;
