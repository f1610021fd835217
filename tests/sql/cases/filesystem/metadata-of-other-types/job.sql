-- Metadata declared in other types than the connector's are cast; what is computed from them sees the cast value.
CREATE TABLE a (i INT, s STRING METADATA FROM 'file.size' VIRTUAL, n VARCHAR(3) METADATA FROM 'file.name' VIRTUAL, c AS CHAR_LENGTH(n)) WITH (
  'connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT i, s, n, c FROM a;
CREATE TABLE b (i INT, t TINYINT METADATA FROM 'file.size' VIRTUAL, n BYTES METADATA FROM 'file.name' VIRTUAL) WITH (
  'connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT i, t, n FROM b;
CREATE TABLE d (i INT, b BOOLEAN METADATA FROM 'file.size' VIRTUAL, n CHAR(7) METADATA FROM 'file.name' VIRTUAL, x INT METADATA FROM 'file.path') WITH (
  'connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT i, b, n FROM d;
CREATE TABLE e (i INT, t TIMESTAMP(3) METADATA FROM 'file.modification-time' VIRTUAL, z AS t > TIMESTAMP '2020-01-01 00:00:00', WATERMARK FOR t AS t) WITH (
  'connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT i, z FROM e;
CREATE TABLE f (i INT, t DATE METADATA FROM 'file.modification-time' VIRTUAL) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT i, t > DATE '2020-01-01' FROM f;
