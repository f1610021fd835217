-- Without quote character, quotes are text.
CREATE TABLE t (i INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.disable-quote-character' = 'true'
);
CREATE TABLE o (i INT, s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
