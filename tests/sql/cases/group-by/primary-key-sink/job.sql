-- A print sink with a primary key: no -U where the key is the upsert key.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*) FROM t WHERE k IS NOT NULL GROUP BY k;
