-- NULL fields are left out of the JSON when asked.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'json.encode.ignore-null-fields' = 'true');
INSERT INTO o SELECT * FROM t;
