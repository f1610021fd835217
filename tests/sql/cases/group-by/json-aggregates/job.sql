-- JSON_ARRAYAGG and JSON_OBJECTAGG.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, a STRING, ob STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, JSON_ARRAYAGG(v), JSON_OBJECTAGG(KEY CAST(id AS STRING) VALUE v) FROM t GROUP BY k;
