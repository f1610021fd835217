-- Delimiter, null literal and no quotes on the way out.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv', 'csv.field-delimiter' = '|', 'csv.null-literal' = 'NULL', 'csv.disable-quote-character' = 'true');
INSERT INTO o SELECT id, k || ',x', v FROM t;
