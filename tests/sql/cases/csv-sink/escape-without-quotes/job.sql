-- An escape character and no quotes.
CREATE TABLE o (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.escape-character' = '\', 'csv.disable-quote-character' = 'true');
INSERT INTO o VALUES ('quo"te', 'back\slash'), ('com,ma', 'plain');
