-- A key of the window fits a sink of which it is the primary key.
SET 'table.exec.emit.early-fire.enabled' = 'true';
SET 'table.exec.emit.early-fire.delay' = '0 ms';
SET 'table.exec.emit.late-fire.enabled' = 'true';
SET 'table.exec.emit.late-fire.delay' = '0 ms';
SET 'table.exec.emit.allow-lateness' = '20 s';
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (k STRING, s TIMESTAMP(3), c BIGINT, PRIMARY KEY (k, s) NOT ENFORCED) WITH ('connector' = 'print');
INSERT INTO o SELECT COALESCE(k, '-'), TUMBLE_START(ts, INTERVAL '10' SECOND), COUNT(*) FROM ev GROUP BY COALESCE(k, '-'), TUMBLE(ts, INTERVAL '10' SECOND);
