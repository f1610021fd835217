-- A tab between cells.
CREATE TABLE o (a STRING, b STRING, c INT) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.field-delimiter' = '\t');
INSERT INTO o VALUES ('a,b', 'x;y', 1), ('two words', U&'tab\0009', 2);
