-- An escape character on the way out.
CREATE TABLE o (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.escape-character' = '\');
INSERT INTO o VALUES ('quo"te', 'back\slash'), ('com,ma', 'plain');
