-- Updates written as Debezium records.
CREATE TABLE t (
  id INT,
  k STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'debezium-json');
INSERT INTO o SELECT k, COUNT(*) FROM t GROUP BY k;
