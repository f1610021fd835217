-- Which texts are quoted.
CREATE TABLE o (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
INSERT INTO o VALUES ('plain', 'two words'), ('com,ma', 'quo"te'), ('', 'é'), (' lead', 'trail '), ('#x', 'x;y'), (U&'line\000aend', 'a'), ('-1', '1.5'), ('back\slash', 'tab	');
