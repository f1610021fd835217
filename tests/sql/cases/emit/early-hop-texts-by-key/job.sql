-- Texts of hopping windows in the order of the panes, by key.
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
SELECT HOP_START(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND), k, LISTAGG(CAST(id AS STRING), '-'), COUNT(*), LISTAGG(k) FROM ev GROUP BY k, HOP(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND);
