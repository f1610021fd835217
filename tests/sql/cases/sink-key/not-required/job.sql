-- Without table.exec.sink.require-on-conflict, a query by another key than the sink's needs no ON CONFLICT.
SET 'table.exec.sink.require-on-conflict' = 'false';
SET 'table.exec.mini-batch.enabled' = 'false';
CREATE TABLE t (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, PRIMARY KEY (n) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO o SELECT k, COUNT(*) FROM t WHERE k = 'a' GROUP BY k;
INSERT INTO o SELECT k, SUM(v) FROM t WHERE k <> 'a' GROUP BY k;
