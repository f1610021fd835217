-- table.column-expansion-strategy: * leaves virtual metadata columns out, until they are named.
CREATE TABLE t (ts TIMESTAMP(3), v INT, f STRING METADATA FROM 'file.name' VIRTUAL, `file.size` BIGINT METADATA VIRTUAL, WATERMARK FOR ts AS ts)
  WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SET 'table.column-expansion-strategy' = 'EXCLUDE_DEFAULT_VIRTUAL_METADATA_COLUMNS';
SELECT * FROM t;
SET 'table.column-expansion-strategy' = 'EXCLUDE_ALIASED_VIRTUAL_METADATA_COLUMNS';
SELECT x.* FROM t AS x;
SET 'table.column-expansion-strategy' = 'EXCLUDE_DEFAULT_VIRTUAL_METADATA_COLUMNS;EXCLUDE_ALIASED_VIRTUAL_METADATA_COLUMNS';
SELECT * FROM t WHERE f = 't.json';
SELECT * FROM (SELECT v, f FROM t);
SELECT * FROM t AS x (a, b, c, d);
SELECT f, * FROM t;
SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE));
CREATE VIEW w AS SELECT * FROM t;
SELECT * FROM w;
CREATE TABLE o WITH ('connector' = 'print') AS SELECT * FROM t;
