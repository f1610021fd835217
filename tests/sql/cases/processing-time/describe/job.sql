-- Processing time is shown as an attribute, also through views and windows.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW plain AS SELECT id, pt, CAST(pt AS TIMESTAMP_LTZ(3)) AS cast_pt, PROCTIME() AS p FROM ev;
CREATE VIEW windowed AS SELECT id, pt, window_start, window_end, window_time FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '1' DAY));
CREATE VIEW aggregated AS SELECT window_start, window_end, window_time, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '1' DAY)) GROUP BY window_start, window_end, window_time;
CREATE VIEW grouped AS SELECT TUMBLE_PROCTIME(pt, INTERVAL '1' DAY) AS p, TUMBLE_START(pt, INTERVAL '1' DAY) AS s, TUMBLE_END(pt, INTERVAL '1' DAY) AS e, COUNT(*) AS n FROM ev GROUP BY TUMBLE(pt, INTERVAL '1' DAY);
CREATE VIEW hopped AS SELECT HOP_PROCTIME(pt, INTERVAL '1' DAY, INTERVAL '2' DAY) AS p FROM ev GROUP BY HOP(pt, INTERVAL '1' DAY, INTERVAL '2' DAY);
CREATE VIEW sessions AS SELECT SESSION_PROCTIME(pt, INTERVAL '1' DAY) AS p FROM ev GROUP BY SESSION(pt, INTERVAL '1' DAY);
DESCRIBE ev;
DESCRIBE plain;
DESCRIBE windowed;
DESCRIBE aggregated;
DESCRIBE grouped;
DESCRIBE hopped;
DESCRIBE sessions;
