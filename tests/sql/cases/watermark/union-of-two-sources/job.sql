-- The watermark of a union is the smaller one of its inputs.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE more (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/more.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
CREATE VIEW both_of AS SELECT id, ts FROM ev UNION ALL SELECT id, ts FROM more;
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE both_of, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
