-- Files are uncompressed by the end of their names; several gzip streams in one file follow each other.
CREATE TABLE t (id INT, `file.name` STRING NOT NULL METADATA) WITH ('connector' = 'filesystem', 'path' = '${IN}/t', 'format' = 'json');
SELECT `file.name`, id FROM t;
