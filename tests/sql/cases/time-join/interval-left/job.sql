-- An interval LEFT join; no row is late.
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
CREATE TABLE o (l INT, r INT, k STRING, rk STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT l.id, r.id, l.k, r.k FROM l LEFT JOIN r ON l.k = r.k AND r.ts BETWEEN l.ts - INTERVAL '5' SECOND AND l.ts + INTERVAL '10' SECOND;
