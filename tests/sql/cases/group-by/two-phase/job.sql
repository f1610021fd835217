-- Local and global aggregation with mini-batch, distinct split as well.
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '5 s';
SET 'table.exec.mini-batch.size' = '1000';
SET 'table.optimizer.agg-phase-strategy' = 'TWO_PHASE';
SET 'table.optimizer.distinct-agg.split.enabled' = 'true';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, d BIGINT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(DISTINCT v), COUNT(*) FROM t GROUP BY k;
