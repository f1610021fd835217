-- file.name and file.size metadata of a filesystem table.
CREATE TABLE t (id INT, `file.name` STRING NOT NULL METADATA, bytes_in_file BIGINT NOT NULL METADATA FROM 'file.size') WITH ('connector' = 'filesystem', 'path' = '${IN}/t', 'format' = 'json');
CREATE TABLE o (id INT, name STRING, bytes_in_file BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, `file.name`, bytes_in_file FROM t;
