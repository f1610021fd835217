-- A part of the key does not.
SET 'table.exec.emit.early-fire.enabled' = 'true';
SET 'table.exec.emit.early-fire.delay' = '0 ms';
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (s TIMESTAMP(3), c BIGINT, PRIMARY KEY (s) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO o SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), COUNT(*) FROM ev GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND);
