-- A temporal join with a table that has no versions.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT * FROM ev JOIN other FOR SYSTEM_TIME AS OF ev.ts ON ev.k = other.k;
