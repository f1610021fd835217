-- A window INNER join of two tumbling windows.
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
CREATE TABLE o (ws TIMESTAMP(3), l INT, r INT, k STRING, rk STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT COALESCE(x.window_start, y.window_start), x.id, y.id, x.k, y.k FROM (SELECT * FROM TABLE(TUMBLE(TABLE l, DESCRIPTOR(ts), INTERVAL '10' SECOND))) AS x INNER JOIN (SELECT * FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(ts), INTERVAL '10' SECOND))) AS y ON x.k = y.k AND x.window_start = y.window_start AND x.window_end = y.window_end;
