-- A sink whose primary key is not the upsert key needs an ON CONFLICT clause.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, PRIMARY KEY (n) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*) FROM t WHERE k IS NOT NULL GROUP BY k;
