-- A record may lack cells as long as it has as many as the query reads columns, whichever those are.
CREATE TABLE t (id INT, ts TIMESTAMP(3), k STRING, z INT, WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
CREATE TABLE o (what STRING, id INT, v STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT 'k', 0, k FROM t;
INSERT INTO o SELECT 'id', id, '' FROM t WHERE id < 3;
INSERT INTO o SELECT 'z', z, '' FROM t;
INSERT INTO o SELECT 'filter', 0, 'found' FROM t WHERE k IS NULL OR k = 'a';
INSERT INTO o SELECT 'count', CAST(COUNT(*) AS INT), '' FROM t;
