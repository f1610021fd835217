-- With mini-batch the updates of a key within a batch are netted; the result is the same.
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '5 s';
SET 'table.exec.mini-batch.size' = '1000';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k;
