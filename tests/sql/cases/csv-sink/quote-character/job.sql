-- Another quote character.
CREATE TABLE o (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.quote-character' = '''');
INSERT INTO o VALUES ('it''s', 'two words'), ('"x"', 'com,ma');
