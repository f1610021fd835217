-- Without table.exec.sink.require-on-conflict, rows that meet on the sink's key need no ON CONFLICT: the last one shows.
SET 'table.exec.sink.require-on-conflict' = 'false';
CREATE TABLE t (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, PRIMARY KEY (n) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO o SELECT k, COUNT(*) FROM t GROUP BY k;
