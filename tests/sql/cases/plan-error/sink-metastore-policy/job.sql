-- The policy metastore needs a Hive catalog.
CREATE TABLE o (id INT, k STRING) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json', 'sink.partition-commit.policy.kind' = 'metastore');
INSERT INTO o VALUES (1, 'a');
