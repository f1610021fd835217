-- LISTAGG over updates.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (l STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT LISTAGG(CAST(s AS STRING)) FROM (SELECT k, SUM(v) AS s FROM t GROUP BY k);
