-- Records with a mistake in their quotes are skipped; the rest of such a record is told apart from behind the character that was not expected.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
