-- Texts of hopping windows with time between them.
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
SELECT HOP_START(ts, INTERVAL '30' SECOND, INTERVAL '20' SECOND), LISTAGG(k), LISTAGG(CAST(id AS STRING)) FROM ev GROUP BY HOP(ts, INTERVAL '30' SECOND, INTERVAL '20' SECOND);
