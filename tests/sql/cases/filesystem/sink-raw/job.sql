-- The raw format writes one text per line.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (line STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'raw');
INSERT INTO o SELECT CONCAT_WS('-', k, CAST(id AS STRING)) FROM t;
