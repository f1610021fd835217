-- Nested values in a STRING column keep their JSON text, compact and with escapes.
CREATE TABLE t (
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
