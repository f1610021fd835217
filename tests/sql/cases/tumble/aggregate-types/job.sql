-- Types: SUM and AVG of each numeric type keep it, MIN and MAX of texts and times.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), sb BIGINT, ab BIGINT, sd DOUBLE, ad DOUBLE, st TINYINT, de DECIMAL(38, 2), da DECIMAL(38, 6), ms STRING, mt TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, SUM(CAST(v AS BIGINT)), AVG(CAST(v AS BIGINT)), SUM(CAST(v AS DOUBLE)), AVG(CAST(v AS DOUBLE)), SUM(CAST(v AS TINYINT)), SUM(CAST(v AS DECIMAL(10, 2))), AVG(CAST(v AS DECIMAL(10, 2))), MIN(k), MAX(ts)
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end;
