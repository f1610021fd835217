-- The inner form leaves out rows before the first version.
CREATE TABLE l (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/l.json', 'format' = 'json');
CREATE TABLE r (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/r.json', 'format' = 'json');
CREATE VIEW ver AS SELECT k, v AS rate, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS n FROM r) WHERE n = 1;
CREATE TABLE o (id INT, k STRING, rate INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT l.id, l.k, ver.rate FROM l JOIN ver FOR SYSTEM_TIME AS OF l.ts ON l.k = ver.k;
