-- A filesystem table has no metadata of its format.
CREATE TABLE t (ing TIMESTAMP_LTZ(3) METADATA FROM 'value.ingestion-timestamp' VIRTUAL, db STRING METADATA FROM 'value.source.database' VIRTUAL, tbl STRING METADATA FROM 'value.source.table' VIRTUAL, id INT, q INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'debezium-json');
CREATE TABLE o (ing TIMESTAMP_LTZ(3), db STRING, tbl STRING, id INT, q INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
