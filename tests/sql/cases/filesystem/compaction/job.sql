-- Small files are merged as they are; batch mode leaves them.
CREATE TABLE g (i INT, k STRING) PARTITIONED BY (k) WITH (
  'connector' = 'filesystem', 'path' = '${OUT}/stream', 'format' = 'csv', 'sink.rolling-policy.file-size' = '1b', 'auto-compaction' = 'true');
INSERT INTO g VALUES (1, 'a'), (2, 'a'), (3, 'b'), (4, 'a');
SET 'execution.runtime-mode' = 'batch';
INSERT INTO g /*+ OPTIONS('path' = '${OUT}/batch', 'auto-compaction' = 'TRUE', 'compaction.file-size' = '1 mb') */
VALUES (1, 'a'), (2, 'a'), (3, 'b'), (4, 'a');
