-- The standard holds inside of collections.
CREATE TABLE t (a ARRAY<TIMESTAMP(3)>, r ROW<z TIMESTAMP_LTZ(3), t TIME(0), d DATE>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
SELECT * FROM t;
